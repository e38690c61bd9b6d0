/// One of the two hops of a call that goes over a proxy.
public struct Hop: Hashable, Sendable, Codable {
  /// 1: from the caller to the proxy; 2: from the proxy to the called telephone, whose connection it is.
  public let number: Int
  /// The session of the other hop.
  public let other: String
  /// Of what the proxy passed on, what has gone over this hop.
  var carried: [[UInt8]] = []

  init(_ number: Int, other: String) { (self.number, self.other) = (number, other) }

  /// The session of the caller's hop.
  func first(_ own: String) -> String { number == 1 ? own : other }
}
