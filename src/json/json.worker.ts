/** The parsing worker. Whatever it imports must not be a shared package of JupyterLab's. */
import { serveParsing } from './server';

serveParsing(self);
