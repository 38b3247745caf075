// A classic script in <head>: language, scheme and direction are known before the first paint.
{
  const root = document.documentElement;
  const params = new URLSearchParams(location.search);
  const pick = (name, allowed) => allowed.find((value) => value === params.get(name));
  root.lang = pick('lang', ['en', 'ru']) ?? 'en';
  root.dir = pick('dir', ['ltr', 'rtl']) ?? 'ltr';
  const theme = pick('theme', ['light', 'dark']);
  if (theme) root.dataset.theme = theme;
  root.dataset.layout = pick('layout', ['card', 'bar']) ?? 'card';
}
