/** The viewers' worker. Whatever it imports must not be a shared package of JupyterLab's. */
import { serveViewers } from './server';

serveViewers(self);
