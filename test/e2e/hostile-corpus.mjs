/**
 * Strings that would run a script, break out of their place or spoil the layout wherever text from the network were
 * taken for anything but text. Each string that runs calls `pwned()`.
 */
const scripts = [
  '<script>pwned()</script>',
  '<ScRiPt>pwned()</sCrIpT>',
  '<script src=data:text/javascript,pwned()></script>',
  '<img src=x onerror=pwned()>',
  '<img src=x onerror="pwned()">',
  '<svg onload=pwned()>',
  '<svg><script>pwned()</script></svg>',
  '<svg><animate onbegin=pwned() attributeName=x dur=1s>',
  '<body onload=pwned()>',
  '<iframe src="javascript:parent.pwned()"></iframe>',
  '<iframe srcdoc="<script>parent.pwned()</script>">',
  '<object data="javascript:pwned()">',
  '<embed src="javascript:pwned()">',
  '<a href="javascript:pwned()">x</a>',
  '<details open ontoggle=pwned()>',
  '<video><source onerror=pwned()></video>',
  '<audio src=x onerror=pwned()>',
  '<input autofocus onfocus=pwned()>',
  '<select autofocus onfocus=pwned()>',
  '<marquee onstart=pwned()>',
  '<style onload=pwned()></style>',
  '<style>*{background:url(javascript:pwned())}</style>',
  '<link rel=stylesheet href="javascript:pwned()">',
  '<meta http-equiv=refresh content="0;url=javascript:pwned()">',
  '<math><mtext></p><img src=x onerror=pwned()></mtext></math>',
  '<template shadowrootmode=open><img src=x onerror=pwned()></template>',
  '<noscript><p title="</noscript><img src=x onerror=pwned()>">',
  '<!--><img src=x onerror=pwned()>-->',
  '<x onpointerenter=pwned() style=position:fixed;inset:0>x</x>',
  'javascript:pwned()',
  'data:text/html,<script>parent.pwned()</script>',
  '${pwned()}',
  '{{constructor.constructor("pwned()")()}}',
  '<?lit$1$?>',
  '__proto__',
];

const breakOuts = ['', '">', "'>", '</title>', '</style></textarea>', '-->', '\\">'];

const oddities = [
  '\u202Egnp.exe',
  '\u200B\u200D\uFEFF',
  '\u2066\u2067\u2069',
  '\uD83D\uDE00'.repeat(40),
  'a\u0301'.repeat(100),
  'W'.repeat(4_000),
  ' '.repeat(50),
  '&lt;img src=x onerror=pwned()&gt;',
  '&#60;script&#62;pwned()&#60;/script&#62;',
  '%3Cscript%3Epwned()%3C/script%3E',
  '\u001B]0;x\u0007',
  '=HYPERLINK("javascript:pwned()")',
];

export const hostileStrings = [
  ...breakOuts.flatMap((prefix) => scripts.map((script) => prefix + script)),
  ...oddities,
];
