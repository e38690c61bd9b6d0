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

extension RFCSection {
  /// Reads a place that was saved. Programs before RFC 9846 cited RFC 8446 for TLS 1.3: the same place in
  /// its successor is meant, so that a session that is played again is the session that was saved.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let rfc = try container.decode(Int.self, forKey: .rfc)
    let section = try container.decode(String.self, forKey: .section)
    self = rfc == 8446 ? RFCSection(9846, Self.moved(section)) : RFCSection(rfc, section)
  }

  /// Where RFC 9846 has what stood in a section of RFC 8446. It put the transcript hash first in section 4,
  /// and a new appendix before D.
  private static func moved(_ section: String) -> String {
    let places = [
      ("4.4.1", "4.1"), ("4.4.2", "4.5.1"), ("4.4.3", "4.5.2"), ("4.4.4", "4.5.3"), ("4.1", "4.2"),
      ("4.2", "4.3"), ("4.3", "4.4"), ("4.5", "4.6"), ("4.6", "4.7"), ("D", "E"), ("E", "F"),
    ]
    for (old, new) in places where section == old || section.hasPrefix(old + ".") {
      return new + section.dropFirst(old.count)
    }
    return section
  }
}

extension RFCSection: CustomStringConvertible {
  public var description: String { "RFC \(rfc) §\(section)" }
}
