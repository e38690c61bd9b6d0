import Bytes

/// What an element of ASN.1 holds, as its declaration says.
indirect enum Shape: Sendable {
  /// What its tags say.
  case any
  /// Members in their order, some of which may be missing.
  case sequence([Member])
  /// Elements of one kind; one behind an explicit tag, too.
  case list(Member)
  /// Elements of which each is one of these, by its tag.
  case choices([Member])
  /// DER again, in an octet or bit string.
  case wrapped(Member)
  /// The same, if the bytes are well-formed DER with that tag: of keys and signatures it depends on
  /// the algorithm.
  case perhapsWrapped(Member)
  /// An extension, whose content depends on its identifier.
  case extensionEntry
  /// A bit string whose bits have names, from the first on.
  case bits([String])
  /// A number whose values have names.
  case codes([UInt8: String])
  /// Nothing: that it is there says it.
  case means(String)
  /// Text, under a tag of the structure's own.
  case text
  /// An address of IP, in a limit with its mask.
  case address
  /// A number, under a tag of the structure's own.
  case number
  /// An object identifier, under a tag of the structure's own.
  case identifier
  /// The list of RFC 6962 §3.3, which is not of ASN.1.
  case timestamps
}

/// A part of a structure: its name in the RFC, its tag where that tells it from others, what it holds.
struct Member: Sendable {
  var name: String
  var tag: ASN1Type?
  var shape: Shape
  /// Whether the identifier inside gives it its name: an extension, an attribute.
  var isNamedInside: Bool

  init(
    _ name: String, _ shape: Shape = .any, tag: ASN1Type? = nil, isNamedInside: Bool = false
  ) {
    self.name = name
    self.shape = shape
    self.tag = tag
    self.isNamedInside = isNamedInside
  }

  /// Whether an element with that tag can be it.
  func fits(_ type: ASN1Type) -> Bool { tag.map { $0 == type } ?? !type.isContextSpecific }
}
