// The default composition needs them all.
import '../define.js';
