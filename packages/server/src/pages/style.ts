/** The one stylesheet of the server's own pages; light and dark by the reader's system. */
export const style = `
:root { color-scheme: light dark; --text: #1b2126; --bg: #f6f7f8; --card: #fff; --line: #d5dade; --link: #0b5cad; --soft: #56606a; }
@media (prefers-color-scheme: dark) { :root { --text: #e7eaed; --bg: #14181c; --card: #1d2329; --line: #39424b; --link: #7fb8f5; --soft: #a4aeb8; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem 1.25rem 4rem; color: var(--text); background: var(--bg); font: 16px/1.6 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
a { color: var(--link); }
header { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; border-bottom: 1px solid var(--line); margin-bottom: 1rem; padding-bottom: .5rem; }
header strong { font-size: 1.15rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
section.operation { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; padding: .75rem 1rem; scroll-margin-top: 1rem; }
section.operation h3 { margin: 0; font-size: 1rem; }
code, pre { font: .875em/1.5 ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { background: var(--bg); border: 1px solid var(--line); border-radius: .375rem; padding: .75rem; overflow-x: auto; white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .375rem .75rem .375rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; } .soft { color: var(--soft); } :target { outline: 2px solid var(--link); outline-offset: 4px; }
form { display: grid; gap: .75rem; max-width: 22rem; } input, button { font: inherit; padding: .5rem .625rem; border: 1px solid var(--line); border-radius: .375rem; background: var(--card); color: var(--text); width: 100%; }
button { background: var(--link); color: var(--bg); border-color: var(--link); cursor: pointer; } :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
[role=alert] { border-left: 4px solid #c2410c; padding-left: .75rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; margin: 1rem 0; } article h2 { margin: 0; } article p { white-space: pre-line; margin: .5rem 0; }
@media (max-width: 40rem) { td, th { display: block; border: 0; padding: .125rem 0; } tr { display: block; border-bottom: 1px solid var(--line); padding: .375rem 0; } thead { display: none; } }
`;
