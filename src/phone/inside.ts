// Which app's own browser we are in: Zalo, Facebook … have storage of their own that vanishes, often no camera and no installation.

const inside: readonly (readonly [RegExp, string])[] = [
  [/\bZalo\b/i, 'Zalo'],
  [/\bFB(?:AN|AV|_IAB)\b/, 'Facebook'],
  [/\bMessenger\b/i, 'Messenger'],
  [/\bInstagram\b/i, 'Instagram'],
  [/\bLine\//i, 'Line'],
  [/; wv\)/, 'WebView'],
]

/** By what the browser says of itself; undefined in a browser of its own. */
export function insideOf(agent: string): string | undefined {
  return inside.find(([pattern]) => pattern.test(agent))?.[1]
}
