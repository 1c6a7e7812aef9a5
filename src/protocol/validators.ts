/**
 * What crosses an edge of the front end and is therefore checked there. Everything else is
 * built by our own code, where the types are enough.
 */
import type {
  ActivityPage,
  Artifact,
  ArtifactPage,
  BatchResult,
  Card,
  ChangeEvent,
  ChangeList,
  Collected,
  ContactList,
  ContentAddress,
  ControlEnvelope,
  DeleteReport,
  ErrorInfo,
  FeedEnvelope,
  GroupPage,
  History,
  IdList,
  ImportReport,
  Lineage,
  NamePage,
  OfferResult,
  PresignedOfferResult,
  PresignedRequests,
  Receipt,
  Room,
  Run,
  RunInfo,
  RunPage,
  RunShares,
  RunTable,
  StoreStatus,
  TransferList,
  TrashPage,
  Usage,
  UsagePage
} from './generated';
import { validator } from './schema';

export const isActivityPage = validator<ActivityPage>('ActivityPage');
export const isArtifact = validator<Artifact>('Artifact');
export const isArtifactPage = validator<ArtifactPage>('ArtifactPage');
export const isBatchResult = validator<BatchResult>('BatchResult');
export const isCard = validator<Card>('Card');
export const isChangeEvent = validator<ChangeEvent>('ChangeEvent');
export const isChangeList = validator<ChangeList>('ChangeList');
export const isCollected = validator<Collected>('Collected');
export const isContactList = validator<ContactList>('ContactList');
export const isContentAddress = validator<ContentAddress>('ContentAddress');
export const isControlEnvelope = validator<ControlEnvelope>('ControlEnvelope');
export const isDeleteReport = validator<DeleteReport>('DeleteReport');
export const isErrorInfo = validator<ErrorInfo>('ErrorInfo');
export const isFeedEnvelope = validator<FeedEnvelope>('FeedEnvelope');
export const isGroupPage = validator<GroupPage>('GroupPage');
export const isHistory = validator<History>('History');
export const isIdList = validator<IdList>('IdList');
export const isImportReport = validator<ImportReport>('ImportReport');
export const isLineage = validator<Lineage>('Lineage');
export const isNamePage = validator<NamePage>('NamePage');
export const isOfferResult = validator<OfferResult>('OfferResult');
export const isPresignedOfferResult = validator<PresignedOfferResult>(
  'PresignedOfferResult'
);
export const isPresignedRequests =
  validator<PresignedRequests>('PresignedRequests');
export const isReceipt = validator<Receipt>('Receipt');
export const isRoom = validator<Room>('Room');
export const isRun = validator<Run>('Run');
export const isRunInfo = validator<RunInfo>('RunInfo');
export const isRunPage = validator<RunPage>('RunPage');
export const isRunShares = validator<RunShares>('RunShares');
export const isRunTable = validator<RunTable>('RunTable');
export const isStoreStatus = validator<StoreStatus>('StoreStatus');
export const isTransferList = validator<TransferList>('TransferList');
export const isTrashPage = validator<TrashPage>('TrashPage');
export const isUsage = validator<Usage>('Usage');
export const isUsagePage = validator<UsagePage>('UsagePage');
