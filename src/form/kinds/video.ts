// video: a film; like a photo, its file travels apart.
import { isCount, naming } from './file.ts'

export const video = naming('video', 'mp4|webm|mov|3gp', { 'max-pixels': isCount })
