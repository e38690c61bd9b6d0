import Lab
import NIOCore
import TLSKeys

/// The last handler of a stream: puts what comes into a mailbox.
final class Inbox: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let mailbox: Mailbox
  private let side: Side
  private var hasEnded = false
  /// Whether what comes is thrown away: this end has said that it is through.
  private var isDiscarding = false

  /// What is done once when the connection is there.
  var whenActive: (() -> Void)?

  init(_ mailbox: Mailbox, _ side: Side) {
    self.mailbox = mailbox
    self.side = side
  }

  /// From now on bytes are only read to be thrown away, until the other end closes: a connection that
  /// is closed with bytes unread is reset, and the other end might never see the last alert
  /// (RFC 9293 §3.6.1).
  ///
  /// - Returns: false when the other end has closed already.
  func discard() -> Bool {
    isDiscarding = true
    return !hasEnded
  }

  func channelActive(context: ChannelHandlerContext) {
    context.read()
    whenActive?()
    whenActive = nil
    context.fireChannelActive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isDiscarding else { return }
    let buffer = unwrapInboundIn(data)
    mailbox.put(.bytes(Array(buffer.readableBytesView), from: side))
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if mailbox.takesMore { context.read() }
    context.fireChannelReadComplete()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed? = event as? ChannelEvent {
      end(.closed)
      if isDiscarding { context.close(promise: nil) }
    }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    end(.reset)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    end(.closed)
    context.fireChannelInactive()
  }

  private func end(_ ending: Outside.Ending) {
    guard !hasEnded else { return }
    hasEnded = true
    mailbox.put(.ended(ending, by: side))
  }
}
