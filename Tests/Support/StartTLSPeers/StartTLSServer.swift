/// A server of other people that begins in the open and offers STARTTLS, on a port of 127.0.0.1.
public protocol StartTLSServer: AnyObject {
  /// The port on 127.0.0.1; it answers there.
  var port: UInt16 { get }

  /// All that the server has said so far, for whoever looks for the cause of a failure.
  var output: String { get }

  /// Ends the server and all that it started.
  func stop()
}
