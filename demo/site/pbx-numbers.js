/** What the development PBX knows. Pure: no DOM, so that the server may read it too. */

/** Operators 101 to 109 of the development PBX. */
export const operators = {
  101: 'Maria Lind',
  102: 'Tom Becker',
  103: 'Olga Frolova',
  104: 'James Okoro',
  105: 'Lea Martin',
  106: 'Pavel Sorokin',
  107: 'Nora Haas',
  108: 'Daniel Cruz',
  109: 'Irina Belova',
};

/** What the development PBX can pretend to be called from. */
export const callers = [
  { number: '+12025550101', name: 'Anna Schmidt' },
  { number: '+12025550102', name: 'Beta LLC' },
  { number: '+12025550103', name: 'Gamma Project' },
  { number: '+12025550104', label: 'severalFound' },
  { number: '+12025550199', label: 'unknownCaller' },
];

/** The extensions of the development PBX and the texts that say what they do. */
export const extensions = {
  600: 'echo',
  601: 'music',
  602: 'busy',
  603: 'rings',
  604: 'rejects',
  605: 'announcement',
  606: 'short',
};
