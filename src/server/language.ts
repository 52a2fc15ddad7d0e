// Which language a reader gets: asked for in the address, else what the browser prefers, else Vietnamese.

const spoken = ['vi', 'en'] as const

/** `?lang=` first, then Accept-Language by its weights (RFC 9110 §12.5.4), then Vietnamese. */
export function readerLanguage(request: Request): 'vi' | 'en' {
  const asked = request.url.includes('?') ? new URL(request.url).searchParams.get('lang') : null
  const wanted = asked === null ? preferred(request.headers.get('accept-language') ?? '') : [asked]
  for (const tag of wanted) {
    const found = spoken.find((language) => language === tag.split('-')[0]?.toLowerCase())
    if (found !== undefined) return found
  }
  return 'vi'
}

function preferred(header: string): readonly string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...rest] = part.trim().split(';')
      const weight = rest.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((one) => one !== undefined)
      return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag)
}
