import Bytes
public import Explanations
import Knowledge
import Lab
public import TLSEngine
import TLSKeys
public import TLSWire

// What each thing of a session is called in the catalogue of explanations.

extension ExplanationKey {
  /// A code point by its name; the sixteen that mean nothing have one text.
  static func code(_ kind: ExplanationKind, _ name: String) -> ExplanationKey {
    ExplanationKey(kind, name.hasPrefix("GREASE_") ? "GREASE" : name)
  }
}

extension MessageField {
  /// The field itself.
  public var explanationKeys: ExplanationCandidates {
    if structure == Annotation.asn1 { return elementKeys }
    let own = ExplanationKey.field(path)
    // An entry of a list of extensions, not the list.
    if path.dropLast().last == "extensions", name != "length" {
      let plain = String(name.prefix { $0 != "[" })
      return [.code(.extensionType, plain)] + own + [.other(.extensionType)]
    }
    // A parameter of QUIC goes by its own name.
    if path.dropLast().suffix(2) == ["quic_transport_parameters", "extension_data"],
      name != "length"
    {
      return own.dropLast() + [ExplanationKey(.field, "transport_parameter")]
    }
    // A key share goes by the name of its group.
    if path.dropLast().last == "client_shares", name != "length" {
      return own.dropLast() + [ExplanationKey(.field, "key_share_entry")]
    }
    guard isMessage || ["alert", "change_cipher_spec"].contains(name) else {
      return structure == Annotation.retry
        ? [ExplanationKey(.field, "\(structure).\(name)")] + own : own
    }
    return [ExplanationKey(.message, structure)] + own
  }

  /// An element of ASN.1 by its last names; the texts of TLS do not fit it.
  private var elementKeys: ExplanationCandidates {
    let names = path.suffix(3).map { String($0.prefix { $0 != "[" }) }
    let own = names.indices.map { names[$0...].joined(separator: ".") }
    return (own + ["element"]).map { ExplanationKey(.field, "\(Annotation.asn1).\($0)") }
  }

  /// What its value stands for, where that is explained by itself: a suite, a group, an alert.
  public var valueExplanationKeys: [ExplanationCandidates] {
    guard case .code(let number, _, let label?) = content else { return [] }
    switch String(name.prefix { $0 != "[" }) {
    case "cipher_suite":
      return CipherSuite(rawValue: UInt16(truncatingIfNeeded: number)).explanationKeys
    case "named_group", "group", "namedcurve", "selected_group":
      return [[.code(.group, label), .other(.group)]]
    case "signature_scheme", "algorithm":
      return [[.code(.signature, label), .other(.signature)]]
    case "description": return [[ExplanationKey(.alert, label)]]
    default: return []
    }
  }

  private var isMessage: Bool { children.first?.name == "msg_type" }
}

extension CipherSuite {
  /// The parts of its name, or all of it where it is a signal and no suite.
  public var explanationKeys: [ExplanationCandidates] {
    func part(_ kind: String, _ name: String) -> ExplanationCandidates {
      [ExplanationKey(.suite, "\(kind).\(name)")]
    }
    if let suite = parameters13 {
      return [part("cipher", suite.cipher.rawValue), part("prf", suite.hash.rawValue)]
    }
    guard let suite = parameters else { return [[.code(.suite, label), .other(.suite)]] }
    return [
      part("kx", suite.keyExchange.rawValue), part("cipher", suite.cipher.rawValue),
      suite.mac.map { part("mac", $0.rawValue) }, part("prf", suite.prfHash.rawValue),
    ].compactMap { $0 }
  }
}

extension Message {
  /// What it is for.
  public var explanationKeys: ExplanationCandidates {
    [ExplanationKey(.message, isHelloRetryRequest ? Annotation.retry : kind.name)]
  }
}

extension Effect {
  /// What an endpoint did.
  public var explanationKeys: ExplanationCandidates {
    switch self {
    case .derived(let derivation): [ExplanationKey.value(derivation.name.rawValue)]
    case .verified(let check): [ExplanationKey(.check, check.name.rawValue)]
    case .send(let message): message.explanationKeys
    case .failed(_, let alert): [ExplanationKey(.alert, alert.description.label)]
    default: ExplanationKey.step(path)
    }
  }

  /// The name of its entry: the kind of effect, then what it is about.
  var path: String {
    switch self {
    case .received: "received"
    case .decided(let decision): "decided." + decision.path
    case .generated(let generated): "generated." + generated.key
    case .recalled: "recalled"
    case .derived(let derivation):
      ValueWords(derivation.name).isSecret ? "derived" : "derived.public"
    case .signed: "signed"
    case .verified: "verified"
    case .install(let keys): keys.forWriting ? "install.writing" : "install.reading"
    case .send(let message): message.isProtected && !message.isSealed ? "sent.protected" : "sent"
    case .deliver: "deliver"
    case .erased(let names): names.count > 1 ? "erased.several" : "erased"
    case .established: "established"
    case .failed: "failed"
    case .truncated: "truncated"
    case .close: "close"
    }
  }
}

extension Generated {
  /// The name of what was made.
  fileprivate var key: String {
    let name = (secretPart ?? publicPart)?.name.rawValue ?? ""
    return ExplanationKey.value(name).name
  }
}

extension Decision {
  /// What was decided, in a word.
  public var kind: String {
    switch self {
    case .version: "version"
    case .suite: "suite"
    case .group: "group"
    case .signatureScheme: "signature_scheme"
    case .applicationProtocol: "application_protocol"
    case .extendedMasterSecret: "extended_master_secret"
    case .encryptThenMAC: "encrypt_then_mac"
    case .retry: "retry"
    case .offeredKey: "offered_key"
    case .preSharedKey: "pre_shared_key"
    case .earlyData: "early_data"
    case .noClientCertificate: "no_client_certificate"
    case .substitutedPreMasterSecret: "substituted_pre_master_secret"
    case .recordSizeLimit: "record_size_limit"
    case .resumption: "resumption"
    case .remembered: "remembered"
    case .stapled: "stapled"
    case .renegotiation: "renegotiation"
    case .ignored: "ignored"
    }
  }

  /// The end of its entry's name: what was decided, and how where that is told differently.
  var path: String {
    switch self {
    case .version(let version) where version.isLegacy: "version.legacy"
    case .group(let group) where group.isFiniteField: "group.finite_field"
    case .extendedMasterSecret(false), .encryptThenMAC(false): kind + ".off"
    case .retry(_?): "retry.group"
    case .offeredKey(.resumption): "offered_key.resumption"
    case .preSharedKey(let kind, let withDiffieHellman):
      "pre_shared_key" + (kind == .resumption ? ".resumption" : "")
        + (withDiffieHellman ? ".dhe" : "")
    case .earlyData(false): "early_data.refused"
    case .resumption(let means?), .remembered(let means): "\(kind).\(means.key)"
    case .renegotiation(accepted: false): "renegotiation.refused"
    case .ignored(.handshake(.clientHello)): "ignored.client_hello"
    default: kind
    }
  }
}

extension ResumptionMeans {
  /// `ticket`, `session_id`.
  fileprivate var key: String {
    switch self {
    case .ticket: "ticket"
    case .sessionID: "session_id"
    }
  }
}
