import { useEffect, useState } from 'react';

export const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const KEPT_AS = 'ecs-sandbox.theme';

/** Dark or light like the system, unless somebody chose. The browser keeps the choice. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(keptTheme);
  useEffect(() => showTheme(theme), [theme]);
  return [
    theme,
    (next) => {
      setTheme(next);
      try {
        localStorage.setItem(KEPT_AS, next);
      } catch {
        // it lasts until the page is left
      }
    },
  ];
}

export function keptTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEPT_AS);
    return THEMES.find((theme) => theme === kept) ?? 'auto';
  } catch {
    return 'auto';
  }
}

/** The style sheet derives `color-scheme` from it, and from that every colour. */
export function showTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}
