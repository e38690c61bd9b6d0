import Lab
import TLSKeys

extension VaultReason {
  /// The reason, for the last column of a table.
  var words: String {
    switch self {
    case .unreadable: "its row in the saved lab can't be read"
    case .nothingSent: "nothing was sent"
    case .tapOff: "the tap was off"
    case .nothingProtected(isOver: true): "nothing in it was ever encrypted"
    case .nothingProtected(isOver: false): "nothing in it is encrypted so far"
    case .neverEncrypted: "never encrypted: the suite's cipher is NULL"
    case .decryptsPreMasterSecret: "decrypts the pre-master secret"
    case .ticketOpens: "its ticket opens"
    case .resumesOpen(let id):
      id.map { "resumes \($0), which is open" } ?? "resumes a session that is open"
    case .keySaidIn(let id): "the key of its ticket was said in \(id ?? "a session") that opens"
    case .ephemeralKey(let name, let isComputed, let withSharedKey):
      (withSharedKey ? "the pre-shared key and " : "") + "the \(ValueWords(name).noun), "
        + (isComputed ? "computed" : "stolen in time")
    case .sharedKey: "with the pre-shared key"
    case .secrets(let names): "with the \(listed(names.map { ValueWords($0).noun }))"
    case .earlyDataOnly(let way): "only the early data: \(way.words)"
    case .only(let actor, let way): "only what the \(actor.word) says: \(way.words)"
    case .notHandshake(let way): "all that was said, not the handshake: \(way.words)"
    case .notAll(let way): "not all of it: \(way.words)"
    case .butNot(let handshake, let way): "\(way.words); handshake \(handshake) is sealed"
    case .damaged, .readInBetween, .noKeysAgreed, .misfit, .resumesSealed, .needsSharedKey,
      .needsCertificateKey, .ephemeralInMemory, .ownErased, .bothErased:
      sealedWords
    }
  }

  private var sealedWords: String {
    switch self {
    case .damaged(let fault): "the recording can't be read: \(fault)"
    case .readInBetween: "closed to listeners; read by the attacker in between"
    case .noKeysAgreed: "the handshake did not get far enough"
    case .misfit: "the stolen key does not fit"
    case .resumesSealed(let id):
      id.map { "resumes \($0), which is sealed" }
        ?? "resumes a session that is not in this lab, or was not recorded"
    case .needsSharedKey: "needs the pre-shared key"
    case .needsCertificateKey: "needs the certificate's private key"
    case .ephemeralInMemory(let holders, let onlySigned):
      prefix(onlySigned) + "an ephemeral key is still in the memory of the "
        + listed(holders.map(\.word), "or")
    case .ownErased(let onlySigned):
      prefix(onlySigned) + "our ephemeral key is erased; the real program's is its own affair"
    case .bothErased(let onlySigned):
      onlySigned ? "only signed; both keys erased" : "both ephemeral keys erased"
    default: ""
    }
  }

  private func prefix(_ onlySigned: Bool) -> String { onlySigned ? "only signed; " : "" }
}
