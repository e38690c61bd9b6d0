import CryptoPrimitives
import TLSWire

/// Values that mean nothing, sent so that servers stay used to passing over what they do not know
/// (GREASE, RFC 8701).
struct Grease {
  /// Sixteen values of two bytes, both of the form `?A`, are kept for it (RFC 8701 §2).
  private let values: [UInt16]

  init(random: RandomStream) {
    values = random.bytes(5).map { byte in
      let half = UInt16(byte & 0xf0 | 0x0a)
      return half << 8 | half
    }
  }

  /// The offer with one such value in each of its lists.
  func applied(to hello: ClientHello) -> ClientHello {
    var hello = hello
    hello.cipherSuites.insert(CipherSuite(rawValue: values[0]), at: 0)
    var extensions = (hello.extensions ?? []).map(greased)
    extensions.insert(.unknown(ExtensionType(rawValue: values[4]), []), at: 0)
    hello.extensions = extensions
    return hello
  }
  private func greased(_ entry: Extension) -> Extension {
    let group = NamedGroup(rawValue: values[1])
    if let list = entry.content(as: SupportedGroups.self)?.namedGroupList {
      return Extension(SupportedGroups([group] + list))
    }
    if let list = entry.content(as: ClientKeyShares.self)?.clientShares {
      return Extension(ClientKeyShares([KeyShareEntry(group: group, keyExchange: [0])] + list))
    }
    if let list = entry.content(as: SupportedVersions.self)?.versions {
      return Extension(SupportedVersions([ProtocolVersion(rawValue: values[2])] + list))
    }
    if let list = entry.content(as: SignatureAlgorithms.self)?.supportedSignatureAlgorithms {
      return Extension(SignatureAlgorithms([SignatureScheme(rawValue: values[3])] + list))
    }
    return entry
  }
}
