import COpenSSL

/// An extension that says nothing that could be relied on.
public struct DamagedExtension: Hashable, Sendable {
  /// Its name, or its identifier in dotted numbers.
  public var name: String
  public var damage: Damage

  public enum Damage: String, Hashable, Sendable {
    /// Its content is not what its declaration says.
    case unreadable
    /// "A certificate MUST NOT include more than one instance of a particular extension"
    /// (RFC 5280 §4.2): each reader may take another for the one that counts.
    case repeated
    /// It lacks the content that it must have: "at least one of the bits MUST be set to 1" in a key usage
    /// (§4.2.1.3).
    case empty
  }

  /// The fault that it is.
  public var fault: CertificateFault {
    switch damage {
    case .unreadable: .unreadableExtension
    case .repeated: .repeatedExtension
    case .empty: .emptyExtension
    }
  }
}

extension Certificate {
  /// Extensions that can't be read, and those that stand here more than once, in their order.
  public var damagedExtensions: [DamagedExtension] {
    defer { ERR_clear_error() }
    let extensions = extensions
    var counts: [ObjectIdentifier?: Int] = [:]
    for entry in extensions { counts[entry.identifier, default: 0] += 1 }
    var seen: Set<ObjectIdentifier?> = []
    var damaged: [DamagedExtension] = []
    for entry in extensions where seen.insert(entry.identifier).inserted {
      let damage: DamagedExtension.Damage? =
        counts[entry.identifier, default: 0] > 1
        ? .repeated : isUnreadable(entry) ? .unreadable : nil
      if let damage { damaged.append(DamagedExtension(name: entry.name, damage: damage)) }
    }
    // libcrypto looks closer at some, such as for a path length below zero (§4.2.1.9).
    if damaged.isEmpty, !hasReadableExtensions {
      damaged.append(
        hasUselessKeyUsage
          ? DamagedExtension(name: "keyUsage", damage: .empty)
          : DamagedExtension(name: "basicConstraints", damage: .unreadable))
    }
    return damaged
  }

  /// Whether its key usage has no bit set. Libcrypto tells no usages at all of a certificate that it finds
  /// fault with.
  private var hasUselessKeyUsage: Bool {
    guard let raw = X509_get_ext_d2i(pointer, NID_key_usage, nil, nil) else { return false }
    let bits = raw.assumingMemoryBound(to: ASN1_STRING.self)
    defer { ASN1_STRING_free(bits) }
    return bytes(of: bits).allSatisfy { $0 == 0 }
  }

  /// One extension.
  struct Extension {
    var pointer: OpaquePointer
    /// Nil where even that can't be read.
    var identifier: ObjectIdentifier?
    var isCritical: Bool

    /// What stands in it.
    var value: [UInt8] { X509_EXTENSION_get_data(pointer).map { bytes(of: $0) } ?? [] }

    /// Whether it is the mark of a precertificate (RFC 6962 §3.1).
    var isPoison: Bool { identifier?.dotted == "1.3.6.1.4.1.11129.2.4.3" }

    /// The name that RFC 5280 gives it, or the identifier.
    var name: String { identifier.map { $0.shownName ?? $0.dotted } ?? "unknown" }
  }

  /// All extensions, in their order.
  var extensions: [Extension] {
    (0..<max(0, X509_get_ext_count(pointer))).compactMap { place in
      guard let entry = X509_get_ext(pointer, place) else { return nil }
      return Extension(
        pointer: entry,
        identifier: X509_EXTENSION_get_object(entry).flatMap { ObjectIdentifier($0) },
        isCritical: X509_EXTENSION_get_critical(entry) == 1)
    }
  }

  /// Whether the extension is known and can't be read, to its last byte.
  private func isUnreadable(_ entry: Extension) -> Bool {
    let method = X509V3_EXT_get(entry.pointer)
    guard method != nil || Shape.isKnown(entry.name) else { return false }
    // Libcrypto leaves alone what stands behind the element that it reads.
    let value = entry.value
    guard DERFile.element(value[...])?.whole.count == value.count else { return true }
    guard let method else { return false }
    guard let read = X509V3_EXT_d2i(entry.pointer) else { return true }
    if let item = method.pointee.it {
      ASN1_item_free(OpaquePointer(read), item())
    } else {
      method.pointee.ext_free?(read)
    }
    return false
  }
}

/// Which extensions a check reads.
enum ExtensionReading {
  static let name: Set<String> = ["subjectAltName"]
  /// What a certificate may be used for, and whether it is an authority's.
  static let usage: Set<String> = [
    "keyUsage", "extendedKeyUsage", "basicConstraints", "nsCertType", "proxyCertInfo",
  ]
  static let stapling: Set<String> = ["tlsfeature"]
}

extension Certificate {
  /// The first damaged extension of these.
  func damaged(among names: Set<String>) -> DamagedExtension? {
    damagedExtensions.first { names.contains($0.name) || $0.name == "unknown" }
  }
}
