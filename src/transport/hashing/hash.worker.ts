/** The hashing worker. Whatever it imports must not be a shared package of JupyterLab's. */
import { serveHashing } from './server';

serveHashing(self);
