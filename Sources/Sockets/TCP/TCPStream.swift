import Dispatch
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
public import Network
import TLSKeys

/// One connection of TCP with a program outside, for a thread that may wait.
///
/// Every stream is closed by `finish` or `abort`; until then it holds a descriptor.
public final class TCPStream: Sendable {
  /// The event loops of all streams.
  static let loops = MultiThreadedEventLoopGroup.singleton
  /// How long a write may take, and a connection to come about, in seconds.
  static let patience = 10.0
  /// How long a stream that is through waits for the other end to close, in seconds.
  static let linger = 2.0

  private let channel: any Channel
  private let inbox: NIOLoopBound<Inbox>
  package let mailbox: Mailbox
  /// The part that the program outside plays.
  let side: Side

  private init(
    _ channel: any Channel, _ inbox: NIOLoopBound<Inbox>, _ mailbox: Mailbox, _ side: Side
  ) {
    self.channel = channel
    self.inbox = inbox
    self.mailbox = mailbox
    self.side = side
  }

  /// Takes a channel over.
  ///
  /// - Parameter whenActive: gets the stream once bytes can come on it; what is read before that is
  ///   never read.
  static func adopt(
    _ channel: any Channel, into mailbox: Mailbox, as side: Side,
    whenActive: (@Sendable (TCPStream) -> Void)? = nil
  ) -> EventLoopFuture<TCPStream> {
    channel.eventLoop.submit {
      let inbox = Inbox(mailbox, side)
      let stream = TCPStream(
        channel, NIOLoopBound(inbox, eventLoop: channel.eventLoop), mailbox, side)
      if let whenActive { inbox.whenActive = { whenActive(stream) } }
      try channel.pipeline.syncOperations.addHandler(inbox)
      return stream
    }
  }

  /// Calls a server.
  ///
  /// - Parameter isInterrupted: asked several times a second, for somebody may tire of waiting.
  /// - Throws: when the name does not resolve, nobody listens there, nobody answers in time, or the
  ///   wait was interrupted.
  package static func connect(
    to endpoint: Endpoint, into mailbox: Mailbox, isInterrupted: () -> Bool = { false }
  ) throws(SocketError) -> TCPStream {
    let bootstrap = ClientBootstrap(group: loops)
      .connectTimeout(.milliseconds(Int64(patience * 1000)))
      .channelOption(.autoRead, value: false)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
    let call = bootstrap.connect(host: endpoint.host, port: endpoint.port)
      .flatMap { adopt($0, into: mailbox, as: .server) }
    let done = DispatchSemaphore(value: 0)
    call.whenComplete { _ in done.signal() }
    while done.wait(timeout: .now() + 0.1) == .timedOut {
      guard isInterrupted() else { continue }
      call.whenSuccess { $0.abort() }
      throw .interrupted
    }
    do {
      let stream = try call.wait()
      stream.read()
      return stream
    } catch {
      throw SocketError(error, endpoint)
    }
  }

  /// The two ends, as the operating system names them.
  public var flow: Flow {
    let (own, other) = (Address(channel.localAddress), Address(channel.remoteAddress))
    return side == .server ? Flow(client: own, server: other) : Flow(client: other, server: own)
  }

  /// Asks for more bytes, where the mailbox was full. They come into it.
  package func read() { channel.read() }

  /// Sends bytes, and waits until the system has them.
  ///
  /// - Returns: false when the other end is gone or takes nothing for too long.
  package func send(_ bytes: [UInt8]) -> Bool {
    let done = DispatchSemaphore(value: 0)
    let isWritten = NIOLockedValueBox(false)
    channel.writeAndFlush(ByteBuffer(bytes: bytes)).whenComplete { result in
      if case .success = result { isWritten.withLockedValue { $0 = true } }
      done.signal()
    }
    guard done.wait(timeout: .now() + Self.patience) == .success else { return false }
    return isWritten.withLockedValue { $0 }
  }

  /// Says that nothing will follow, and closes when the other end has done so too, or after a while.
  package func finish() {
    let (channel, inbox) = (channel, inbox)
    channel.eventLoop.execute {
      channel.close(mode: .output, promise: nil)
      guard inbox.value.discard() else { return channel.close(promise: nil) }
      channel.setOption(.autoRead, value: true).whenFailure { _ in channel.close(promise: nil) }
      let timer = channel.eventLoop.scheduleTask(in: .milliseconds(Int64(Self.linger * 1000))) {
        channel.close(promise: nil)
      }
      channel.closeFuture.whenComplete { _ in timer.cancel() }
    }
  }

  /// Closes at once.
  package func abort() { channel.close(promise: nil) }
}
