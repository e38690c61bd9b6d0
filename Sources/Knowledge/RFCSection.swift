/// Where a rule, a check or a field is written down.
public struct RFCSection: Hashable, Sendable, Codable {
  /// The document's number.
  public var rfc: Int
  /// The section's number, without the sign: `7.4.9`.
  public var section: String

  public init(_ rfc: Int, _ section: String) {
    self.rfc = rfc
    self.section = section
  }
}

extension RFCSection: CustomStringConvertible {
  public var description: String { "RFC \(rfc) §\(section)" }
}
