const secondsOf = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Seconds of `90`, `90s`, `5m`, `1h30m` or `2d`; undefined when it is none of these. */
export function parseDuration(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (!/^(\d+[smhd])+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)([smhd])/g)].reduce((sum, [, count, unit]) => {
    return sum + Number(count) * secondsOf[unit as keyof typeof secondsOf];
  }, 0);
}

/** `3661` as `1h1m1s`. */
export function durationText(seconds: number): string {
  let left = Math.round(seconds);
  const parts = (['d', 'h', 'm', 's'] as const).flatMap((unit) => {
    const count = Math.floor(left / secondsOf[unit]);
    left -= count * secondsOf[unit];
    return count === 0 ? [] : [`${count}${unit}`];
  });
  return parts.join('') || '0s';
}
