// What is read where an author brings a file to his desk, in English.
import type { BroughtWords } from './brought.vi.ts'

export const broughtEn: BroughtWords = {
  title: 'Bring a file',
  bring: 'Bring an Excel file (XLSForm)',
  about: 'A form.yaml, the ZIP of a form’s folder, or a workbook (XLSForm). It is opened to be read and changed; nothing is published.',
  wrong: 'This file cannot be read. Choose a .yaml, a .zip with a form.yaml, or an XLSForm.',
  empty: 'No file was chosen, or it is empty (0 bytes). Choose it again; see whether it opens on this computer.',
  unread: (name) => `“${name}” cannot be read as a form. The file on your computer is as it was; mend it and bring it again:`,
  large: 'This file is too large: 34 MB at most. Take away pictures and sheets that are not needed and bring it again.',
  busy: (id) => `“${id}” is being written. Publish or discard that first, then bring the file again.`,
  workbook: 'Read from an Excel file (XLSForm)',
  workbookGood: 'The whole file was read. What follows is only good to know; nothing of it hinders publishing.',
  workbookAbout: 'Look at these cells of the workbook. Mend them there, discard this working copy and bring the file again; or go on writing here.',
  slips: (count) => `${count} to be mended before it can be published`,
  remarks: (count) => `${count} worth knowing`,
}
