// The page for developers at /lab.html: a picture is encoded once, goes to several connections of this page, and it is drawn
// what becomes of each frame. Served by `npm run dev` alone; no build has it.

import { startLab } from './lab.ts';

const root = document.getElementById('lab');
if (!root) throw new Error('no place for the page');

export const lab = startLab(root);
