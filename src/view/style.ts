// The one stylesheet: system fonts, targets of 48 px, contrast of 7:1 and more, one column from 360 px, print. No picture, no font to fetch.
// Its address carries a hash of its text, so a phone keeps it for good and never sees an old one.

/** The rules. Colours: ink #14181f on white 17:1, green #0b4a2f 10:1, red #8f0d0d 9:1, grey text #3d4551 9:1. */
export const style = `
*{box-sizing:border-box}
html{font:100%/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:#14181f;background:#fff;-webkit-text-size-adjust:100%}
body{margin:0;overflow-wrap:break-word}
header,main,footer{max-width:44rem;margin:0 auto;padding:0 1rem}
.wide header,.wide main,.wide footer{max-width:75rem}
.top{background:#0b4a2f;color:#fff}
.top a{color:#fff}
.top header{display:flex;flex-wrap:wrap;align-items:center;gap:0 1rem;min-height:48px}
.top a{display:inline-block;padding:.7rem .3rem;text-decoration:none}
.top a:hover{text-decoration:underline}
.top .brand{font-weight:700;font-size:1.15rem}
.top .who{margin-left:auto}
.top nav{max-width:44rem;margin:0 auto;padding:0 1rem;border-top:1px solid #4d7f67}
.wide .top nav{max-width:75rem}
.top nav ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap}
.top nav a{padding:.7rem .75rem}
.top a[aria-current]{background:#fff;color:#0b4a2f;font-weight:700}
.top summary{color:#fff}
.top details ul{display:block;padding-bottom:.5rem}
.top details a{display:block}
.skip{position:absolute;left:-999px}
.skip:focus{position:static;display:block;background:#fff;color:#0b4a2f;padding:.75rem 1rem}
footer button{padding:.5rem .7rem}
footer{margin-top:3rem;padding-top:.5rem;padding-bottom:3.5rem;border-top:1px solid #c3c9d1;display:flex;flex-wrap:wrap;gap:.5rem}
main{padding-top:1rem}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0 1rem}
h2{font-size:1.25rem;line-height:1.3;margin:2rem 0 .75rem}
h3{font-size:1.05rem;margin:1.25rem 0 .5rem}
p{margin:.4rem 0}
p+form>.field:first-child{margin-top:1rem}
a{color:#0b3f7a}
p>a:only-child:not(.button){padding:.75rem 0}
:focus-visible{outline:3px solid #0b3f7a;outline-offset:2px;box-shadow:0 0 0 6px #ffd84d}
[tabindex="-1"]:focus{outline:0;box-shadow:none}
.top :focus-visible{outline-color:#fff}
.hint,.about,.echo{color:#3d4551}
.step{color:#3d4551;font-weight:600;margin:0}
.step a,.step a:only-child{display:inline-block;padding:.65rem 0;margin:-.2rem 0}
progress{display:block;width:100%;height:.5rem;margin:.3rem 0;accent-color:#0b4a2f}
.field{margin:0 0 1.75rem;border:0;padding:0;min-width:0}
.field>label:not(.choice),legend{display:block;font-weight:650;font-size:1.08rem;padding:0;margin-bottom:.15rem}
legend{width:100%}
.optional{font-weight:400;color:#3d4551}
.hint,.problem,.echo,.doubt{margin:.15rem 0 .35rem}
.problem:empty,.echo:empty,.inner:empty{display:none}
input[type=file]{max-width:100%}
.kept{display:block;max-width:100%;max-height:12rem;min-width:3rem;min-height:3rem}
.qr svg{width:100%;max-width:18rem;height:auto}
.echo{font-weight:600}
.note{border-left:5px solid #0b4a2f;padding:.4rem .8rem;background:#eef5f1}
.wrong{border-left:5px solid #8f0d0d;padding-left:.8rem}
.problem{color:#8f0d0d;font-weight:650}
.unsure{border-left:5px solid #6b4300;padding-left:.8rem}
.doubt{color:#6b4300;font-weight:650}
.new{display:inline-block;background:#0b3f7a;color:#fff;font-size:.9rem;font-weight:650;padding:.05rem .5rem;border-radius:3px;margin-bottom:.25rem}
input,select,textarea,button,.button{font:inherit;color:inherit;min-height:48px}
[hidden]{display:none!important}
input[type=text],input[type=password],input:not([type]),textarea,select{width:100%;border:2px solid #4b5563;border-radius:5px;padding:.5rem .7rem;background:#fff}
[aria-invalid=true]{border-color:#8f0d0d}
input.short{width:7.5rem}
input.number{width:14rem;max-width:100%}
textarea{min-height:6rem}
.boxes{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:flex-end}
.boxes label{font-weight:400;display:block}
.boxes input{width:5.5rem}
.boxes .long{width:10rem}
.boxes select{width:auto}
.choice{display:flex;align-items:center;gap:.75rem;min-height:48px;padding:.35rem .6rem;border:1px solid #8a93a0;border-radius:5px;margin:.35rem 0;cursor:pointer;font-weight:400}
.choice:has(:checked){border:2px solid #0b4a2f;background:#eef5f1}
.choice input{width:1.6rem;height:1.6rem;min-height:0;flex:none;margin:0;accent-color:#0b4a2f}
.columns{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.5rem}
.columns .choice,.packed .choice{gap:.4rem;padding:.3rem .45rem;margin:0;min-width:0}
.columns-2{grid-template-columns:1fr 1fr}
.columns-3{grid-template-columns:repeat(auto-fill,minmax(max(6rem,30%),1fr))}
.columns-4{grid-template-columns:repeat(auto-fill,minmax(max(6rem,22%),1fr))}
.columns-5{grid-template-columns:repeat(auto-fill,minmax(max(6rem,17%),1fr))}
dialog.pad{width:100%;height:100%;max-width:none;max-height:none;margin:0;border:0;padding:.75rem;flex-direction:column}
.pad[open]{display:flex}
.pad canvas{flex:1;width:100%;min-height:0;border:2px solid #4b5563;touch-action:none}
.packed{display:flex;flex-wrap:wrap;gap:.5rem}
.inner{border:1px solid #c3c9d1;border-radius:5px;padding:.75rem .9rem;margin:.5rem 0}
.group{border:0;border-top:2px solid #0b4a2f;padding:.75rem 0 0;margin:0 0 1.5rem;min-width:0}
.group>legend{font-size:1.2rem}
button,.button{display:inline-flex;align-items:center;justify-content:center;background:#0b4a2f;color:#fff;border:2px solid #0b4a2f;border-radius:5px;padding:.55rem 1.1rem;font-weight:650;text-decoration:none;cursor:pointer;line-height:1.4}
button:hover,.button:hover{background:#073320}
.plain{background:#fff;color:#0b4a2f}
.plain:hover{background:#eef5f1}
.danger{background:#8f0d0d;border-color:#8f0d0d}
.danger:hover{background:#6d0a0a}
.big{width:100%;font-size:1.15rem;text-align:center}
.buttons{display:flex;flex-wrap:wrap;gap:.6rem;margin:1rem 0}
.away{position:absolute;width:1px;height:1px;min-height:0;padding:0;border:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.summary{border:3px solid #8f0d0d;border-radius:5px;padding:.75rem 1rem;margin:0 0 1.5rem}
.summary h2{margin:0;color:#8f0d0d}
.summary a{color:#8f0d0d;display:block;padding:.6rem 0}
.summary ul{margin:.25rem 0 0;padding:0;list-style:none}
.summary li+li{border-top:1px solid #d9a3a3}
.news{border:3px solid #0b3f7a;border-radius:5px;padding:.6rem 1rem;margin:0 0 1.5rem}
.cards{list-style:none;margin:0;padding:0}
.cards>li{border:1px solid #8a93a0;border-radius:5px;padding:.6rem .9rem;margin:.5rem 0}
.cards a.whole{display:block;padding:.7rem 0;font-weight:650;font-size:1.08rem}
.sign{display:inline-block;border:1px solid currentColor;border-radius:3px;padding:0 .45rem;font-weight:650}
.is-approved{color:#0b4a2f}.is-returned,.is-conflict{color:#6b4300}.is-rejected,.is-refused,.is-withdrawn{color:#8f0d0d}
dl.answers{margin:0}
dl.answers>div{border-top:1px solid #c3c9d1;padding:.45rem 0}
dt{color:#3d4551}
dd{margin:0;font-weight:600;white-space:pre-line}
.number-big{font-size:3rem;font-weight:750;letter-spacing:.06em;line-height:1.2;margin:.25rem 0;color:#0b4a2f}
.scroll{overflow-x:auto;position:relative;margin:.5rem 0}
table{border-collapse:collapse;width:100%}
th,td{border-bottom:1px solid #c3c9d1;padding:.65rem .5rem;text-align:left;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td [type=text]{width:5rem;text-align:right}
td [type=checkbox]{width:1.6rem;accent-color:#0b4a2f}
a[aria-current]{background:#0b4a2f;color:#fff}
td.n a{display:inline-block;min-width:24px;margin:-.65rem 0;padding:.65rem 0}
td>a:only-child,th>a:only-child{display:block;margin:-.65rem -.5rem;padding:.65rem .5rem}
td.n>a:only-child{display:inline-block}
dd a{display:inline-block;padding:.65rem 0}
th.n{white-space:normal}
th[scope=row]{min-width:7rem}
td.told{min-width:13rem}
tr.total td,tr.total th{font-weight:700;border-top:2px solid #14181f}
.bad{color:#8f0d0d;font-weight:700}
.good{color:#0b4a2f;font-weight:700}
.filters{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:flex-end;border:1px solid #c3c9d1;border-radius:5px;padding:.75rem}
.filters>div{max-width:100%}
.filters label{display:block}
.filters select,.filters input{width:auto;min-width:9rem;max-width:100%}
.chart{width:100%;max-width:26rem;height:auto;display:block}
.chart text{font-size:13px;fill:#14181f;paint-order:stroke;stroke:#fff;stroke-width:3px}
.chart .bar{fill:#0b4a2f}.chart .bar.bad{fill:#8f0d0d}
.chart .line{fill:none;stroke:#0b4a2f;stroke-width:2.5}
.chart .axis{stroke:#4b5563;stroke-width:1}
.gauge .track{fill:#e3e7ec;stroke:#4b5563}.gauge .aim,.chart .aim{stroke:#14181f;stroke-width:3}.chart .due{fill:none;stroke:#14181f;stroke-width:2;stroke-dasharray:4 3}
.spark{width:11rem;max-width:100%;height:auto;flex:none}
.spark .line{fill:none;stroke:#0b4a2f;stroke-width:2.5}.spark .axis{stroke:#4b5563;stroke-width:1}.spark .bar{fill:#0b4a2f}
.map{width:100%;max-width:46rem;height:auto;display:block;border:1px solid #c3c9d1}.map.small{max-width:22rem}
.map text{font-size:9px;fill:#14181f;paint-order:stroke;stroke:#fff;stroke-width:2.5px;stroke-linejoin:round}.map.small text,.map.small tspan{font-size:11px}.map .label{text-anchor:middle;pointer-events:none}.map .value{font-weight:700}
.map .point{fill:#8f0d0d;stroke:#fff;stroke-width:1.5}.map .count{font-size:10px;fill:#fff;stroke:none;text-anchor:middle;font-weight:700}
.map .degree{stroke:#c3c9d1;stroke-width:.7}.map .scale{fill:none;stroke:#14181f;stroke-width:1.5}
.legend{list-style:none;margin:.3rem 0;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1rem}.key{width:1.5rem;height:1rem;vertical-align:middle}
.trend{display:flex;flex-wrap:wrap;align-items:center;gap:.2rem .8rem;color:#3d4551}
.stands h3{margin:0}.stands h3 a{display:block;padding:.65rem 0}.stands .total-figure{margin:.2rem 0 0}
.reds,.lines{list-style:none;margin:.2rem 0;padding:0}.reds li,.lines li{padding:.3rem 0;border-top:1px solid #c3c9d1}
.figures{display:grid;gap:1.5rem}
.figure{border-top:2px solid #0b4a2f;padding-top:.25rem;min-width:0}
.figure h2{margin:.5rem 0 .25rem}
ol.rank{list-style:none;margin:0;padding:0}
.rank li{display:flex;align-items:center;gap:.6rem;min-height:48px;padding:.35rem .6rem;border:1px solid #8a93a0;border-radius:5px;margin:.35rem 0}
.rank label{flex:1}
.rank select{width:auto}
.rank button{min-width:48px;padding:.4rem;margin-left:.4rem}
button:disabled{opacity:.35}
:root:not([data-app]) .hand,[data-app] .byhand{display:none}
.sketch{display:block;width:12rem;height:12rem;border:1px solid #c3c9d1;fill:none;stroke:#0b4a2f;stroke-width:2.5}
.sketch circle{fill:#8f0d0d;stroke:none}
summary h2{margin:.4rem 0;font-size:1.1rem}
summary::after{content:"▾";margin-left:.4rem}
summary{display:flex;align-items:center;min-height:48px;cursor:pointer;font-weight:650;color:#0b3f7a;text-decoration:underline}
.total-figure{font-size:1.6rem;font-weight:750;margin:.1rem 0}
[data-app] input[type=file]{position:absolute;width:1px;height:1px;min-height:0;opacity:0}
[data-app] input[type=file]:focus-visible~.buttons .button{outline:3px solid #0b3f7a;outline-offset:2px}
#told{position:fixed;left:0;right:0;bottom:0;margin:0;padding:.3rem 1rem;background:#eef5f1;border-top:1px solid #c3c9d1;text-align:center}
#told:empty{display:none}
[data-keeping] #told{opacity:0}
.qr{max-width:13rem;margin:.5rem 0}
@media(min-width:48rem){.top details{display:none}}
@media(max-width:47.99rem){.top nav>ul{display:none}.reds li,.lines li{padding:.65rem 0}.reds a,.lines a{padding:.8rem 0}.map text,.map.small tspan{font-size:12px}}
@media(min-width:64rem){.stands{display:grid;grid-template-columns:repeat(3,1fr);gap:.8rem}.stands>li{margin:0}.figures{grid-template-columns:1fr 1fr}}
@page board{size:A3 landscape;margin:12mm}
.board{page:board}
.board td.n{white-space:normal}
.board th.n{white-space:normal}
.board .list td.n{white-space:nowrap}
.board .list th[scope=row]{min-width:11rem}
.answering{display:flex;align-items:center;gap:1rem}
.answering .qr{flex:0 0 7rem}
.answering p{min-width:0;overflow-wrap:anywhere}
.signs{display:flex;justify-content:space-between;gap:1rem;text-align:center;margin-top:2rem}
.signs p{flex:1;min-height:8rem}
.few{width:auto;min-width:18rem}
.whole-photo{display:block;max-width:100%;max-height:11cm}
@page{size:A4;margin:14mm}
@media print{td a,td>a:only-child,th>a:only-child,dd a,h3 a,.step a,p>a:only-child{margin:0!important;padding:0!important}th,td{padding:.35rem .5rem}.paper{font-size:10.5pt}.paper td.n,.paper th.n{white-space:normal}.paper dl.answers>div{display:grid;grid-template-columns:2fr 3fr;gap:0 4mm;padding:1mm 0;break-inside:avoid}.paper dd{grid-column:2}.signs{break-inside:avoid;break-before:avoid}.cut{display:grid;grid-template-columns:1fr 1fr;gap:0}.cut>li{margin:0;border-style:dashed}.top,footer,.buttons,.filters,.skip,button,.button{display:none}.figures{display:block}.stands{display:grid;grid-template-columns:1fr 1fr;gap:3mm}.stands>li{margin:0}.stands,.figure{font-size:10pt}.chart{max-width:90mm}.scroll{overflow:visible}table{font-size:9pt}tr,h2,h3,svg{break-inside:avoid}h2,h3{break-after:avoid}main,.wide main{max-width:none}a{color:inherit;text-decoration:none}.cards>li{break-inside:avoid}.board .figure{break-inside:auto}.board .figure,.board table{font-size:inherit}.board{position:relative;font-size:10.5pt;line-height:1.25}.board h1{font-size:16pt;margin:0}.board h2{font-size:12pt;margin:2mm 0 1mm}.board p{margin:.5mm 0}.board th,.board td{padding:.6mm 1.5mm}.board .scroll{margin:0;overflow:visible}.board .figure{border-top-width:1px;padding:0}.board .answering{position:absolute;top:0;right:0;max-width:95mm;gap:3mm;font-size:9pt}.board .answering .qr{flex:0 0 24mm;margin:0}main:has(.board){padding:0}.board .answering+.figure{margin-top:8mm}.board>.about{max-width:290mm}.large{zoom:1.25}.larger{zoom:1.5}.largest{zoom:2}.large>h1,.large>.about{max-width:215mm}.larger>h1,.larger>.about{max-width:165mm}.largest>h1,.largest>.about{max-width:100mm}.board>.figure~.about{max-width:none}.more::details-content{content-visibility:visible}.more summary::after{content:none}}
`.replace(/\n/g, '')

/** Where the stylesheet is served; changes with its text. */
export const stylePath = `/style.${fingerprint(style)}.css`

// FNV-1a: not for safety, only so that another text has another address. The pure rooms have no crypto.
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
