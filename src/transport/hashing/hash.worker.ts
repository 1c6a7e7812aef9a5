/** The hashing worker. Whatever it imports must not be a shared package of JupyterLab's. */
import type { IPort } from './protocol';
import { serveHashing } from './server';

serveHashing(self as unknown as IPort);
