/**
 * A kernel on the other end of JupyterLab's own kernel connection: the socket is ours, the
 * wire protocol, the comms and the subshells are the real ones.
 */
import {
  KernelConnection,
  KernelMessage,
  ServerConnection
} from '@jupyterlab/services';
import {
  deserialize,
  serialize
} from '@jupyterlab/services/lib/kernel/serialize';

import { bytesOf } from '../../../src/protocol/bytes';
import { checked } from '../../../src/protocol/envelope';
import type {
  ControlEnvelope,
  FeedMessage
} from '../../../src/protocol/generated';
import { newId } from '../../../src/protocol/ids';
import { decode, encode } from '../../../src/protocol/msgpack';
import { isControlEnvelope } from '../../../src/protocol/validators.generated';

const PROTOCOL = 'v1.kernel.websocket.jupyter.org';

/** What the kernel was told, in order. */
export interface IHeard {
  readonly type: string;
  readonly target?: string;
  readonly subshell: string | null;
  readonly control?: ControlEnvelope;
}

export class TestKernel {
  constructor({ subshells = true, feedIsOpen = false } = {}) {
    this._subshells = subshells;
    this.feedId = feedIsOpen ? newId() : undefined;
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the socket class is JupyterLab's to construct
    const kernel = this;
    class Socket extends TestSocket {
      constructor() {
        super(data => kernel._receive(data));
        kernel._socket = this;
      }
    }
    this.connection = new KernelConnection({
      model: { id: newId(), name: 'python3' },
      serverSettings: ServerConnection.makeSettings({
        baseUrl: 'http://localhost:1/',
        wsUrl: 'ws://localhost:1/',
        WebSocket: Socket as unknown as typeof WebSocket,
        fetch: () =>
          Promise.resolve(
            new Response(JSON.stringify({ id: 'k', name: 'python3' }))
          )
      })
    });
  }

  readonly connection: KernelConnection;
  readonly heard: IHeard[] = [];
  feedId: string | undefined;
  session = newId();
  seq = 0;

  /** What front ends said on their control comms. */
  get controls(): ControlEnvelope[] {
    return this.heard.flatMap(({ control }) => control ?? []);
  }

  /** Opens the feed, as the helper does: hello rides on the opening. */
  openFeed(): void {
    this.feedId = newId();
    this.session = newId();
    this.seq = 0;
    const hello = this._envelope({
      type: 'hello',
      helper_version: '0.1.0',
      small_payload_limit: 1
    });
    this._send(
      'comm_open',
      { comm_id: this.feedId, target_name: 'cellkeep.feed', data: {} },
      [hello]
    );
  }

  /** Says something on the feed. */
  say(message: FeedMessage, ...payloads: Uint8Array[]): void {
    this.sayRaw(this._envelope(message), ...payloads);
  }

  sayRaw(...buffers: Uint8Array[]): void {
    this._send('comm_msg', { comm_id: this.feedId ?? '', data: {} }, buffers);
  }

  /** A status of the kernel itself, such as `restarting`. */
  status(execution_state: string): void {
    this._send('status', { execution_state }, []);
  }

  /** Cuts the connection; JupyterLab opens another. */
  cut(): void {
    this._socket?.onclose?.({});
  }

  private _envelope(message: FeedMessage): Uint8Array {
    this.seq += 1;
    return encode({
      protocol: 1,
      session: this.session,
      seq: this.seq,
      message
    });
  }

  private _receive(data: ArrayBuffer): void {
    const message = deserialize(data, PROTOCOL);
    const { msg_type, subshell_id } =
      message.header as KernelMessage.IHeader & {
        subshell_id?: string | null;
      };
    const content = message.content as Record<string, unknown>;
    const [first] = message.buffers ?? [];
    const isControl = msg_type === 'comm_msg' && first !== undefined;
    this.heard.push({
      type: msg_type,
      target: content.target_name as string | undefined,
      subshell: subshell_id ?? null,
      control: isControl
        ? checked(decode(bytesOf(first)), isControlEnvelope)
        : undefined
    });
    const reply = this._replyTo(msg_type);
    if (reply) {
      this._send(
        msg_type.replace('_request', '_reply'),
        { status: 'ok', ...reply },
        [],
        message
      );
      // A request is over when its reply came and the kernel is idle again.
      this._send('status', { execution_state: 'idle' }, [], {
        ...message,
        channel: 'iopub'
      });
    }
  }

  private _replyTo(type: string): object | undefined {
    switch (type) {
      case 'kernel_info_request':
        return {
          protocol_version: '5.5',
          implementation: 'test',
          implementation_version: '1',
          language_info: {
            name: 'python',
            version: '3',
            file_extension: '.py'
          },
          banner: '',
          help_links: [],
          supported_features: this._subshells ? ['kernel subshells'] : []
        };
      case 'comm_info_request':
        return {
          comms: this.feedId
            ? { [this.feedId]: { target_name: 'cellkeep.feed' } }
            : {}
        };
      case 'create_subshell_request':
        return { subshell_id: 'subshell-1' };
      case 'delete_subshell_request':
        return {};
      default:
        return undefined;
    }
  }

  private _send(
    msgType: string,
    content: object,
    buffers: Uint8Array[],
    parent?: KernelMessage.IMessage
  ): void {
    const channel = parent?.channel ?? 'iopub';
    const message = KernelMessage.createMessage({
      msgType,
      channel,
      session: 'kernel',
      content,
      buffers,
      parentHeader: parent?.header ?? {}
    } as unknown as KernelMessage.IOptions<KernelMessage.IStatusMsg>);
    this._socket?.deliver(serialize(message, PROTOCOL));
  }

  private _socket: TestSocket | undefined;
  private readonly _subshells: boolean;
}

/** As much of a WebSocket as JupyterLab uses. */
class TestSocket {
  constructor(private readonly _onSend: (data: ArrayBuffer) => void) {
    setTimeout(() => this.onopen?.({}), 0);
  }

  readonly protocol = PROTOCOL;
  binaryType = '';
  onopen: ((event: object) => void) | null = null;
  onmessage: ((event: object) => void) | null = null;
  onclose: ((event: object) => void) | null = null;
  onerror: ((event: object) => void) | null = null;

  send(data: ArrayBuffer): void {
    this._onSend(data);
  }

  close(): void {
    /* Nobody else holds the other end. */
  }

  deliver(data: unknown): void {
    // Never in the middle of a call, as from a network.
    setTimeout(() => this.onmessage?.({ data }), 0);
  }
}
