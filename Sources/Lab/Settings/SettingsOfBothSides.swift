import Bytes
public import TLSEngine
public import TLSKeys
public import TLSWire

// What both sides have a setting for, by the side.
extension Setting {
  public static func suites(of side: Side) -> SettingKey<[CipherSuite]> {
    side == .client ? clientSuites : serverSuites
  }

  public static func groups(of side: Side) -> SettingKey<[NamedGroup]> {
    side == .client ? clientGroups : serverGroups
  }

  public static func signatures(of side: Side) -> SettingKey<[SignatureScheme]> {
    side == .client ? clientSignatures : serverSignatures
  }

  public static func psk(of side: Side) -> SettingKey<ExternalPSK?> {
    side == .client ? clientPSK : serverPSK
  }

  static func versions(of side: Side) -> SettingKey<ClosedRange<ProtocolVersion>> {
    side == .client ? clientVersions : serverVersions
  }

  static func ems(of side: Side) -> SettingKey<Bool> { side == .client ? clientEMS : serverEMS }

  static func etm(of side: Side) -> SettingKey<Bool> { side == .client ? clientETM : serverETM }
}

// What such settings take.
extension Accepted<ClosedRange<ProtocolVersion>> {
  /// Each version alone, and each range from one to a higher one.
  static var versions: Accepted {
    var words: [Word] = SettingCatalogue.versions.map { ($0.number, $0...$0) }
    for low in SettingCatalogue.versions {
      for high in SettingCatalogue.versions where high > low {
        words.append(("\(low.number)-\(high.number)", low...high))
      }
    }
    return .choice(words, named: { ClosedRange<ProtocolVersion>(meant: $0) })
  }
}

extension Accepted<[CipherSuite]> {
  /// Every suite of this program, ephemeral and AEAD first.
  static var suites: Accepted {
    .list(
      (CipherSuite.spoken13 + CipherSuite.preferred).map { ($0.label, $0) },
      named: CipherSuite.init(meant:))
  }
}

extension Accepted<[NamedGroup]> {
  static var groups: Accepted {
    .list(
      SettingCatalogue.groups.map { ($0.label, $0) }, others: SettingCatalogue.largeGroups,
      named: NamedGroup.init(meant:))
  }
}

extension Accepted<[SignatureScheme]> {
  static var signatures: Accepted {
    .list(
      SettingCatalogue.schemes.map { ($0.label, $0) },
      others: SettingCatalogue.oldSchemes + SettingCatalogue.schemesOfPSSKeys,
      named: SignatureScheme.init(meant:))
  }
}

extension Accepted<Int?> {
  /// The most bytes of a record (RFC 8449); none: `off`.
  static var recordLimit: Accepted {
    .choice(
      [("off", nil)]
        + [64, 512, 1024, 4096, 16384].map {
          (String($0), $0)
        })
  }

  /// After how many records new keys are taken; none: what the suite allows (RFC 9846 §5.5).
  static var recordsPerKey: Accepted {
    .choice(
      [("standard", nil)] + [2, 4, 16, 256].map { (String($0), $0) })
  }
}
