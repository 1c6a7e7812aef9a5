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

/** The mark of the product: a tray that holds a cell. */
export const cellkeepIcon = new LabIcon({
  name: 'cellkeep:cellkeep',
  svgstr: cellkeepSvg
});
/** Keep this: an arrow into the tray. */
export const keepIcon = new LabIcon({
  name: 'cellkeep:keep',
  svgstr: keepSvg
});
/** It is kept: a tick in the tray. */
export const keptIcon = new LabIcon({
  name: 'cellkeep:kept',
  svgstr: keptSvg
});
/** Insert the code that loads it. */
export const insertIcon = new LabIcon({
  name: 'cellkeep:insert',
  svgstr: insertSvg
});
/** What things are put into groups by. */
export const groupIcon = new LabIcon({
  name: 'cellkeep:group',
  svgstr: groupSvg
});
/** Look at two things beside each other. */
export const compareIcon = new LabIcon({
  name: 'cellkeep:beside',
  svgstr: besideSvg
});
/** Runs as a table. */
export const runsIcon = new LabIcon({
  name: 'cellkeep:runs',
  svgstr: runsSvg
});
/** Go on with a paused save. */
export const playIcon = new LabIcon({
  name: 'cellkeep:play',
  svgstr: playSvg
});
/** What was made from what: two sources, one result. */
export const lineageIcon = new LabIcon({
  name: 'cellkeep:lineage',
  svgstr: lineageSvg
});

const KIND_ICONS: Readonly<Record<string, LabIcon>> = {
  array: new LabIcon({ name: 'cellkeep:array', svgstr: arraySvg }),
  table: spreadsheetIcon,
  tensors: new LabIcon({ name: 'cellkeep:tensors', svgstr: tensorsSvg }),
  model: new LabIcon({ name: 'cellkeep:model', svgstr: modelSvg }),
  figure: new LabIcon({ name: 'cellkeep:figure', svgstr: figureSvg }),
  plotly: new LabIcon({ name: 'cellkeep:plotly', svgstr: plotlySvg }),
  chart: new LabIcon({ name: 'cellkeep:chart', svgstr: chartSvg }),
  image: imageIcon,
  output: new LabIcon({ name: 'cellkeep:output', svgstr: outputSvg }),
  html: html5Icon,
  json: jsonIcon,
  text: textEditorIcon,
  code: codeIcon,
  notebook: notebookIcon,
  pdf: pdfIcon,
  audio: audioIcon,
  video: videoIcon,
  archive: new LabIcon({ name: 'cellkeep:archive', svgstr: archiveSvg }),
  pickle: new LabIcon({ name: 'cellkeep:pickle', svgstr: pickleSvg }),
  file: fileIcon
};

/** The icon of a kind; a plain file for a kind that nobody knows here. */
export function kindIcon(kind: string): LabIcon {
  return Object.hasOwn(KIND_ICONS, kind)
    ? (KIND_ICONS[kind] ?? fileIcon)
    : fileIcon;
}
