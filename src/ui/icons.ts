/**
 * The icons of Cellkeep, and which icon stands for which kind.
 */
import {
  audioIcon,
  codeIcon,
  fileIcon,
  html5Icon,
  imageIcon,
  jsonIcon,
  LabIcon,
  notebookIcon,
  pdfIcon,
  spreadsheetIcon,
  textEditorIcon,
  videoIcon
} from '@jupyterlab/ui-components';

import archiveSvg from '../../style/icons/archive.svg';
import arraySvg from '../../style/icons/array.svg';
import besideSvg from '../../style/icons/beside.svg';
import cellkeepSvg from '../../style/icons/cellkeep.svg';
import chartSvg from '../../style/icons/chart.svg';
import figureSvg from '../../style/icons/figure.svg';
import groupSvg from '../../style/icons/group.svg';
import insertSvg from '../../style/icons/insert.svg';
import keepSvg from '../../style/icons/keep.svg';
import keptSvg from '../../style/icons/kept.svg';
import lineageSvg from '../../style/icons/lineage.svg';
import modelSvg from '../../style/icons/model.svg';
import outputSvg from '../../style/icons/output.svg';
import pickleSvg from '../../style/icons/pickle.svg';
import playSvg from '../../style/icons/play.svg';
import plotlySvg from '../../style/icons/plotly.svg';
import runsSvg from '../../style/icons/runs.svg';
import tensorsSvg from '../../style/icons/tensors.svg';

function icon(name: string, svgstr: string): LabIcon {
  return new LabIcon({ name: `cellkeep:${name}`, svgstr });
}

/** The mark of the product: a tray that holds a cell. */
export const cellkeepIcon = icon('cellkeep', cellkeepSvg);
/** Keep this: an arrow into the tray. */
export const keepIcon = icon('keep', keepSvg);
/** It is kept: a tick in the tray. */
export const keptIcon = icon('kept', keptSvg);
/** Insert the code that loads it. */
export const insertIcon = icon('insert', insertSvg);
/** What things are put into groups by. */
export const groupIcon = icon('group', groupSvg);
/** Look at two things beside each other. */
export const compareIcon = icon('beside', besideSvg);
/** Runs as a table. */
export const runsIcon = icon('runs', runsSvg);
/** Go on with a paused save. */
export const playIcon = icon('play', playSvg);
/** What was made from what: two sources, one result. */
export const lineageIcon = icon('lineage', lineageSvg);

const KIND_ICONS: Readonly<Record<string, LabIcon>> = {
  array: icon('array', arraySvg),
  table: spreadsheetIcon,
  tensors: icon('tensors', tensorsSvg),
  model: icon('model', modelSvg),
  figure: icon('figure', figureSvg),
  plotly: icon('plotly', plotlySvg),
  chart: icon('chart', chartSvg),
  image: imageIcon,
  output: icon('output', outputSvg),
  html: html5Icon,
  json: jsonIcon,
  text: textEditorIcon,
  code: codeIcon,
  notebook: notebookIcon,
  pdf: pdfIcon,
  audio: audioIcon,
  video: videoIcon,
  archive: icon('archive', archiveSvg),
  pickle: icon('pickle', pickleSvg),
  file: fileIcon
};

/** The icon of a kind; a plain file for a kind that nobody knows here. */
export function kindIcon(kind: string): LabIcon {
  return Object.hasOwn(KIND_ICONS, kind)
    ? (KIND_ICONS[kind] ?? fileIcon)
    : fileIcon;
}
