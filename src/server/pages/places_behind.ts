// Under the office's first page: where most is behind, place by place, and on a small map where outlines are known. Each place is a way to its own first page,
// whose count of what is behind is this one.
import { writeNumber } from '../../form/number.ts'
import { loadBoundaries } from '../../store/boundaries.ts'
import type { Html } from '../../view/html.ts'
import { html, nothing } from '../../view/html.ts'
import { drawn, extentOf, frameOf } from '../../view/map.ts'
import type { MapArea } from '../../view/map.ts'
import type { DeskWords } from '../../words/desk.ts'
import { isRed } from '../overview.ts'
import type { Standpoint } from '../overview.ts'

const mostListed = 30
const mostDrawn = 120

interface Behind {
  readonly unit: string
  readonly name: string
  readonly red: number
  readonly all: number
}

/** The worst first. Nothing where no place has a target of its own. */
export async function placesBehind(db: D1Database, standpoints: readonly Standpoint[], { see, figures }: DeskWords, language: string): Promise<Html> {
  const found = new Map<string, Behind>()
  for (const { unit, name, figure } of standpoints.flatMap(({ places }) => places)) {
    const had = found.get(unit) ?? { unit, name, red: 0, all: 0 }
    found.set(unit, { ...had, red: had.red + (isRed(figure.standing) ? 1 : 0), all: had.all + 1 })
  }
  const places = [...found.values()].sort((one, other) => other.red - one.red || other.all - one.all || one.name.localeCompare(other.name, 'vi'))
  if (places.length < 2) return nothing
  const number = (count: number): string => writeNumber(count, language)
  const outlines = new Map((await loadBoundaries(db, places.slice(0, mostDrawn).map(({ unit }) => unit))).map(({ unit, rings }) => [unit, rings]))
  const areas = places.flatMap(({ unit, name, red, all }): readonly MapArea[] => {
    const rings = outlines.get(unit)
    return rings === undefined ? [] : [{ rings, name, value: red, written: see.behindOf(number(red), number(all)) }]
  })
  const extent = areas.length < 2 ? undefined : extentOf(areas, [])
  const picture = extent !== undefined && drawn(areas.map((area) => ({ ...area, written: number(area.value ?? 0) })), [], frameOf(extent), { id: 'small', title: see.behindPlaces, about: see.mapSame, number, together: number, to: () => '', closer: () => '' }, 'small')
  return html`<section><h2>${see.behindPlaces}</h2>${picture}<div class="scroll" tabindex="0" role="region" aria-label="${see.behindPlaces}"><table class="few"><thead><tr><th scope="col">${figures.place}</th><th scope="col" class="n">${see.behindCount}</th><th scope="col" class="n">${see.withTarget}</th></tr></thead><tbody>${places.slice(0, mostListed).map(
    ({ unit, name, red, all }) => html`<tr><th scope="row">${name}</th><td class="n"><a href="/office?unit=${encodeURIComponent(unit)}">${number(red)}<span class="away"> ${name}</span></a></td><td class="n">${number(all)}</td></tr>`,
  )}</tbody></table></div>${places.length > mostListed && html`<p class="about">${see.morePlaces(number(places.length - mostListed))}</p>`}</section>`
}
