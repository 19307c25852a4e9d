/** The one stylesheet of the server's own pages; light and dark by the reader's system. */
export const style = `
:root { color-scheme: light dark; --text: #1b2126; --bg: #f6f5f1; --card: #fff; --sunken: #efede7; --line: #dedbd3; --link: #1d5b88; --on-link: #fff; --soft: #555f69; --focus: #0b63ce; --seal: #a8261c; }
@media (prefers-color-scheme: dark) { :root { --text: #e7eaed; --bg: #12161a; --card: #1b2025; --sunken: #161b1f; --line: #313942; --link: #86bfea; --on-link: #0c1a26; --soft: #a7b0b9; --focus: #8ec5ff; --seal: #ff9084; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 0 1.25rem 4rem; color: var(--text); background: var(--bg); font: 16px/1.6 system-ui, -apple-system, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
a { color: var(--link); }
header { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; border-bottom: 1px solid var(--line); margin-bottom: 1.5rem; padding: .75rem 0; }
header strong { font-size: 1.15rem; } nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; } nav a { text-decoration: none; padding: .25rem 0; } nav a:hover { text-decoration: underline; }
h1 { margin: 0 0 .5rem; } h2 { margin-bottom: .5rem; } .method { display: inline-block; min-width: 4.5rem; color: var(--soft); }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
section.operation { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; padding: .75rem 1rem; scroll-margin-top: 1rem; }
section.operation h3 { margin: 0; font-size: 1rem; }
code, pre { font: .875em/1.5 ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { background: var(--sunken); border: 1px solid var(--line); border-radius: .375rem; padding: .75rem; overflow-x: auto; white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .375rem .75rem .375rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; } .soft { color: var(--soft); } :target { outline: 2px solid var(--link); outline-offset: 4px; }
form { display: grid; gap: .75rem; max-width: 22rem; } input, button { font: inherit; padding: .5rem .625rem; border: 1px solid var(--line); border-radius: .375rem; background: var(--card); color: var(--text); width: 100%; }
button { background: var(--link); color: var(--on-link); border-color: var(--link); cursor: pointer; } :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
[role=alert] { border-left: 4px solid var(--seal); padding-left: .75rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; margin: 1rem 0; } article h2 { margin: 0; } article p { white-space: pre-line; margin: .5rem 0; }
@media (min-width: 40rem) { td:first-child code, th { white-space: nowrap; } .operations td:last-child { width: 32%; } }
@media (max-width: 40rem) { td, th { display: block; border: 0; padding: .125rem 0; } tr { display: block; border-bottom: 1px solid var(--line); padding: .375rem 0; } thead { display: none; } }
`;
