import Explanations
public import Lab
import TLSKeys

extension Screens {
  /// Why the recording of a session opens or stays closed, as the last column of the vault says it; of an
  /// intercepted one on its first stretch.
  public static func vaultReason(_ lab: Lab, _ session: Session) -> String {
    lab.vault(of: session).first.map { lab.reason(for: $0, of: session).words } ?? ""
  }
}

extension VaultReason {
  /// The reason, for the last column of a table: the catalogue has it under its word in the state.
  var words: String { said(.reason, word + variant, values) }

  /// The same as a sentence of its own.
  var sentence: String { words.prefix(1).uppercased() + words.dropFirst() + "." }

  /// The end of the entry's name, where a reason is told in several ways.
  private var variant: String {
    switch self {
    case .nothingProtected(isOver: true): ".over"
    case .notEarlyData(isRefused: true, _): ".refused"
    case .resumesOpen(_?), .keySaidIn(_?), .resumesSealed(_?): ".known"
    case .ephemeralKey(_, _, withSharedKey: true): ".psk"
    case .ephemeralInMemory(_, onlySigned: true), .ownErased(onlySigned: true),
      .bothErased(onlySigned: true), .ephemeralElsewhere(onlySigned: true):
      ".only-signed"
    case .needsCertificateKey(ofReal: true): ".real"
    case .needsKeyInFile: ".file"
    case .lacks(let message): ".\(message.rawValue)"
    default: ""
    }
  }

  private var values: [String: String] {
    switch self {
    case .resumesOpen(let id?), .keySaidIn(let id?), .resumesSealed(let id?): ["session": id]
    case .ephemeralKey(let name, _, _): ["value": ValueWords(name).noun]
    case .secrets(let names): ["values": listed(names.map { ValueWords($0).noun })]
    case .earlyDataOnly(let way), .notHandshake(let way), .notAll(let way),
      .recordingPartial(let way), .notEarlyData(_, let way):
      ["way": way.words]
    case .only(let actor, let way): ["actor": actor.spoken, "way": way.words]
    case .butNot(let handshake, let way): ["number": String(handshake), "way": way.words]
    case .damaged(let fault), .notRead(let fault): ["fault": fault]
    case .unreadSuite(let suite): ["suite": suite]
    case .unreadVersion(let version): ["version": version]
    case .ephemeralInMemory(let holders, _): ["holders": listed(holders.map(\.spoken), "or")]
    default: [:]
    }
  }
}
