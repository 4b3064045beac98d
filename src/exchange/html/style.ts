/** The look of exported pages: the tokens of the product's look, no fonts and nothing else from outside. */
const light = `color-scheme:light;--desk:#efede8;--panel:#f8f7f4;--paper:#fff;--hairline:#dbd7cf;--edge:#85807a;--ink:#1b1a18;--ink-2:#47443f;--ink-3:#635f58;--accent:#17594a;--accent-wash:#e7f0ec;--ins:#0a4b94;--ins-wash:#e5effa;--del:#9c3a0b;--move:#3f444b;--warn:#7a4f00;--warn-wash:#fcf0d0;--focus:#1b1a18;--halo:#ffcf1a`;
const dark = `color-scheme:dark;--desk:#151615;--panel:#1b1c1b;--paper:#212220;--hairline:#363834;--edge:#7f827b;--ink:#eae8e2;--ink-2:#c2bfb7;--ink-3:#a19e96;--accent:#8ccfb7;--accent-wash:#24342e;--ins:#92c3f6;--ins-wash:#182f48;--del:#f2a883;--move:#cdd2d9;--warn:#ebc25f;--warn-wash:#3a2f14;--focus:#eae8e2;--halo:#151615`;

const shared = `
:root{${light};--serif:"Source Serif 4 Variable","Source Serif 4","Iowan Old Style",Charter,Georgia,"Liberation Serif",serif;--sans:"Source Sans 3 Variable","Source Sans 3","Segoe UI","Helvetica Neue","Liberation Sans",sans-serif;--mono:"IBM Plex Mono","Cascadia Mono",Menlo,"Liberation Mono",monospace}
@media (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
html{background:var(--desk);color:var(--ink);font:1.125rem/1.5556 var(--serif);-webkit-text-size-adjust:100%}
body{margin:0}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-4rem;background:var(--paper);color:var(--ink);padding:.5rem 1rem;z-index:2}
.skip:focus{top:.5rem}
a{color:var(--accent);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;box-shadow:0 0 0 5px var(--halo)}
.sheet+.sheet{margin-top:1.5rem}
.sheet{background:var(--paper);max-width:54rem;margin:0 auto;padding:3rem clamp(1rem,6vw,5.5rem) 4rem}
h1,h2,h3,h4,h5,h6,[role=heading]{font-family:var(--serif);line-height:1.25;font-weight:600;margin:2.2em 0 .5em;text-wrap:balance}
h1{font-size:1.8889em;margin-top:0}h2{font-size:1.4444em}h3{font-size:1.2em}h4,h5,h6{font-size:1.05em}
p,.p{margin:0 0 .75em;max-width:38em;overflow-wrap:break-word}
.in1{margin-left:1.75em}.in2{margin-left:3.5em}.in3{margin-left:5.25em}.in4{margin-left:7em}.in5{margin-left:8.75em}.in6,.in7,.in8,.in9{margin-left:10em}
.lab{font-feature-settings:"tnum","lnum";font-weight:600}
.meta{font:.8333em/1.4 var(--sans);color:var(--ink-3)}
.note{font-size:.9em;padding-left:1em;border-left:2px solid var(--hairline)}
.quote{padding-left:1em;border-left:3px solid var(--edge)}
.footnote{font-size:.86em;color:var(--ink-2)}
.code{font:.83em/1.5 var(--mono);white-space:pre-wrap;background:var(--panel);padding:.6em .9em}
.pic{color:var(--ink-2)}
.cap{font:600 .8889em/1.4 var(--sans)}
.scroll{overflow-x:auto;margin:0 0 1.2em}
table{border-collapse:collapse;font-size:.9em;line-height:1.4}
th,td{border:1px solid var(--hairline);padding:.45em .7em;text-align:left;vertical-align:top}
th{background:var(--panel);font-family:var(--sans);font-weight:600}
td p,td .p,th p,th .p{margin:0 0 .3em}td>:last-child,th>:last-child{margin-bottom:0}
@media (max-width:46rem){.own>.sign{position:static;float:left;margin-right:.3rem}}
@media print{:root{${light}}html{background:none;font-size:11pt}.sheet{max-width:none;padding:0}.skip,.tools{display:none}h1,h2,h3,h4,h5,h6{break-after:avoid}tr,.why{break-inside:avoid}a{color:inherit}}
`;

export const cleanStyle = `${shared}
ul,ol{margin:0 0 .75em;padding-left:1.75em;max-width:38em}li>p{margin-bottom:.35em}
ol.paren,ol.both{list-style:none;padding-left:0}ol.paren>li,ol.both>li{padding-left:2em}ol.paren>li>.mk,ol.both>li>.mk{float:left;margin-left:-2em}
nav.wide{max-width:80rem}.wide h2{margin-top:0}
.toc{font-family:var(--sans);font-size:.8889em;border-block:1px solid var(--hairline);padding:1rem 0;margin:0 0 2rem}
nav.toc ul{list-style:none;padding-left:0;margin:0}nav.toc ul ul{padding-left:1.25rem}
figure{margin:1.2em 0}figcaption{font-family:var(--sans);font-size:.8889em}img{max-width:100%;height:auto}caption{text-align:left;padding-bottom:.4em}
`;

export const redlineStyle = `${shared}
ins{color:var(--ins);background:var(--ins-wash);text-decoration:underline solid .11em;text-underline-offset:.12em;text-decoration-skip-ink:none;-webkit-box-decoration-break:clone;box-decoration-break:clone}
del{color:var(--del);text-decoration:line-through solid .08em}
del+ins:not(.sp){margin-left:.22em}
ins.sp,del.sp{text-decoration:none;background:none}
ins .lab,del .lab{font-weight:600}
.fmt{text-decoration:underline dashed .07em;text-underline-offset:.18em}
.pm{font-family:var(--sans);font-size:.8em;font-weight:600;padding:0 .2em}.pm.insert{color:var(--ins)}.pm.delete{color:var(--del)}
.cl{position:relative}
.own>.sign{position:absolute;left:-1.7rem;top:.05em;width:1.2rem;text-align:center;font:700 1.05rem/1.5 var(--sans)}
.movedHere>.own>.sign{left:-2.8rem}
.cl:focus-visible{outline:none;box-shadow:none}.here>.own{outline:2px solid var(--accent);outline-offset:.4rem}
.movedHere>.own{border-left:.3rem double var(--move);padding-left:.8rem}
.own{position:relative}
.away{font:.8333em/1.4 var(--sans);color:var(--move);border-left:.3rem double var(--move);padding-left:.8rem}
.why{font:.8125rem/1.45 var(--sans);color:var(--ink-2);margin:-.1rem 0 1.1rem;display:flex;flex-wrap:wrap;gap:.15rem .8rem;max-width:46rem}
.why .r{flex-basis:100%}.why a{display:inline-block;min-height:1.5rem}
.badge{font-weight:600;color:var(--ink);border:1px solid var(--edge);border-radius:3px;padding:0 .4em}
.badge.rev{border-color:var(--warn);background:var(--warn-wash);color:var(--warn)}
.head{font-family:var(--sans);border-bottom:2px solid var(--ink);padding-bottom:1.2rem;margin-bottom:2.2rem}
.head h1{font-size:1.75rem;margin-bottom:.2rem}.head p{font-size:.9375rem;line-height:1.45}
.sum{display:flex;flex-wrap:wrap;gap:.2rem 1.3rem;list-style:none;padding:0;margin:.6rem 0;font-size:.9375rem}.sum b{font-size:1.25em;font-feature-settings:"tnum"}
.tools{position:sticky;top:0;z-index:1;background:var(--panel);border-bottom:1px solid var(--hairline);font:.875rem/1.4 var(--sans);display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;align-items:center;padding:.45rem clamp(1rem,6vw,5.5rem)}
.tools a,.tools button{min-height:1.75rem;display:inline-flex;align-items:center}
.tools button{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--edge);border-radius:3px;padding:0 .7em}
.cl:target>.own,.here>.own{background:var(--accent-wash);box-shadow:0 0 0 .4rem var(--accent-wash)}
html{scroll-padding-top:4rem}
.wide{max-width:80rem}.wide h2{margin-top:0}
.toc{font-family:var(--sans);font-size:.8125rem;line-height:1.4}.toc td,.toc th{min-width:5rem}.toc td.w{min-width:15rem;white-space:pre-line;font-family:var(--serif);font-size:.9375rem}
`;
