import Bytes
import Explanations
import Interceptor
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import Testing
import X509

@testable import Screens

/// Whatever an endpoint can do is told, and every place in what is told is filled.
@Suite("Every thing is said in the catalogue")
struct TellingTests {
  private static let decisions: [Decision] =
    [
      .version(.tls10), .version(.tls13), .suite(CipherSuite(rawValue: 0x1301)), .group(.x25519),
      .group(.ffdhe2048), .signatureScheme(.ed25519), .applicationProtocol("sip/2"),
      .extendedMasterSecret(true), .extendedMasterSecret(false), .encryptThenMAC(true),
      .encryptThenMAC(false), .retry(.x25519), .retry(nil), .offeredKey(.resumption),
      .offeredKey(.external), .earlyData(true), .earlyData(false), .noClientCertificate,
      .substitutedPreMasterSecret, .recordSizeLimit(512), .resumption(nil), .stapled([1]),
      .renegotiation(accepted: true), .renegotiation(accepted: false),
      .ignored(.changeCipherSpec), .ignored(.handshake(.clientHello)),
    ]
    + [ResumptionMeans.ticket, .sessionID].flatMap { [.resumption($0), .remembered($0)] }
    + [PreSharedKeyKind.resumption, .external].flatMap { kind in
      [true, false].map { .preSharedKey(kind, withDiffieHellman: $0) }
    }

  @Test(arguments: decisions, Side.allCases)
  func decision(_ decision: Decision, side: Side) {
    let telling = EffectTelling(.decided(decision), by: side)
    let choice = telling.choice
    for words in [
      choice, telling.words(.done, nil, ["choice": choice]),
      telling.words(.learned, nil, ["actor": "the server"]),
    ] {
      #expect(!words.isEmpty && !words.contains("{"), "\(decision): \(words)")
    }
    #expect(!telling.words(.detail).contains("{"))
  }

  @Test func differentDecisionsAreToldDifferently() {
    let words = Self.decisions.map { $0.name(by: .server) }
    #expect(Set(words).count == words.count)
  }

  @Test(arguments: CertificateFault.allCases)
  func fault(_ fault: CertificateFault) {
    for words in [fault.words, fault.browserWords, fault.phoneWords] { #expect(!words.isEmpty) }
  }

  private static let reasons: [VaultReason] =
    [
      .unreadable, .nothingSent, .tapOff, .neverEncrypted, .decryptsPreMasterSecret, .ticketOpens,
      .sharedKey, .secrets([.masterSecret]), .damaged("x"), .readInBetween, .noKeysAgreed, .misfit,
      .needsSharedKey, .sharedKeyMisfit, .needsCertificateKey(ofReal: false),
      .needsCertificateKey(ofReal: true),
      .hybridHolds, .startMissing, .needsKeyInFile, .unreadSuite("x"), .notRead("x"),
    ]
    + [.restMissing, .unreadVersion("y")] + VaultReason.Message.allCases.map { .lacks($0) }
    + [nil, "S1"].flatMap { [.resumesOpen($0), .keySaidIn($0), .resumesSealed($0)] }
    + [true, false].flatMap { isSo -> [VaultReason] in
      [
        .nothingProtected(isOver: isSo), .ephemeralInMemory([.client], onlySigned: isSo),
        .ownErased(onlySigned: isSo), .bothErased(onlySigned: isSo),
        .ephemeralElsewhere(onlySigned: isSo),
        .ephemeralKey(.ephemeralPrivate(.server), isComputed: isSo, withSharedKey: false),
        .ephemeralKey(.ephemeralPrivate(.server), isComputed: isSo, withSharedKey: true),
      ]
    }

  @Test func reasonsAreToldEachInItsOwnWords() {
    let inPart = [VaultReason.sharedKey].flatMap { way -> [VaultReason] in
      [
        .earlyDataOnly(way), .only(.client, way), .notHandshake(way), .notAll(way),
        .butNot(handshake: 2, way), .recordingPartial(way),
        .notEarlyData(isRefused: true, way), .notEarlyData(isRefused: false, way),
      ]
    }
    let words = (Self.reasons + inPart).map(\.words)
    #expect(words.allSatisfy { !$0.isEmpty && !$0.contains("{") }, "\(words)")
    #expect(Set(words).count == words.count)
  }

  private static let formulas: [Formula] =
    [
      .concatenation(["a"]), .concatenation(["a", "b"]), .lengthPrefixed(["a"]),
      .zeros(asLongAs: "a"), .slice(of: "a", offset: 0, count: 4), .hash("SHA256", of: "a"),
      .hash("MD5-SHA1", of: "a"), .hmac(hash: "SHA256", key: "a", of: "b"),
      .extract(hash: "SHA256", salt: nil, secret: "a"),
      .extract(hash: "SHA256", salt: "a", secret: nil),
      .expandLabel(hash: "SHA256", secret: "a", label: "l", context: nil, count: 4),
      .rsaDecryption(of: "a", key: "b", offeredVersion: "c"),
      .ticketDecryption(of: "a", key: "b"),
      .keyAgreement(.named("x25519"), privateKey: "a", peerPublicKey: "b"),
      .publicKey(.named("x25519"), of: "a"), .decryption(of: "a", keys: ["b"]),
    ]
    + ["SHA256", "MD5-SHA1"].map {
      .pseudorandomFunction(hash: $0, secret: "a", label: "l", seeds: ["b"], count: 4)
    }

  @Test("Each formula is told in symbols, in a sentence and in few words", arguments: formulas)
  func formula(_ formula: Formula) {
    let words = FormulaWords(rule: Rule("o", formula, RFCSection(5246, "8.1")))
    for said in [words.symbols, words.words, words.verb] {
      #expect(!said.isEmpty && !said.contains("{"), "\(said)")
    }
  }

  @Test("Why a certificate or a name is not the one, and what became of a session")
  func examination() {
    let mismatches: [HostNameMatch.Mismatch] = [
      .otherKind, .otherName, .wildcardDoesNotReach, .wildcardNotAllowed, .notAName,
    ]
    let outcomes: [Session.Outcome] = [
      .running, .established, .closed, .refused, .failed, .fooled, .unreadable,
    ]
    for words in [
      CertificatePath.Rejection.allCases.map(\.words), mismatches.map(\.words),
      outcomes.map(\.phrase),
    ] {
      #expect(!words.contains("") && Set(words).count == words.count, "\(words)")
    }
  }

  /// Where the end of an entry's name comes from the word of a case: each case has its entry.
  private static let named: [(kind: ExplanationKind, name: String, ends: [String])] = [
    (.ability, "item", KnowledgeRow.Item.allCases.map(\.rawValue)),
    (.authority, "ready", ReadyMadeCertificate.allCases.map(\.rawValue)),
    (.deed, "means", Notice.Means.allCases.map(\.rawValue)),
    (.deed, "impossible", Impossibility.Reason.allCases.map(\.rawValue)),
    (.deed, "replay.to", FlightReplay.Target.allCases.map(\.rawValue)),
    (.deed, "mark", HandlingWords.Mark.allCases.map { "\($0)" }),
    (.difference, "purpose", Purpose.allCases.map(\.rawValue)),
    (
      .difference, "randomness",
      HandshakeAccount.Ingredient.allCases.map(\.rawValue)
    ),
    (.difference, "theft", HandshakeAccount.StolenKey.allCases.map(\.rawValue)),
    (
      .difference, "theft.opens",
      [HandshakeAccount.Opening.nothing, .everything, .earlyData, .open].map(\.rawValue)
    ),
    (
      .connection, "outcome",
      [
        Session.Outcome.running, .established, .closed, .refused, .failed, .fooled, .unreadable,
      ].map(\.rawValue)
    ),
    (
      .connection, "outside",
      [Outside.Ending.closed, .reset, .silent, .tooMuch, .gone].map(\.rawValue)
    ),
    (
      .connection, "early.refusal",
      [EarlyDataRefusal.off, .noKey, .retry, .changed, .spent, .stale].map(\.rawValue)
    ),
  ]

  @Test func everyCaseHasItsEntry() {
    for (kind, name, ends) in Self.named {
      for end in ends { #expect(!said(kind, "\(name).\(end)").isEmpty, "\(name).\(end)") }
    }
    for means in Notice.Means.allCases { #expect(!means.words(.detail).isEmpty, "\(means)") }
  }

  @Test func handlings() {
    let deeds: [Handling.Deed] = [
      .altered, .dropped, .held, .late(behind: nil), .late(behind: 3), .twice, .cut, .lost,
      .repeated(from: "S1"),
    ]
    let words = deeds.map { HandlingWords(Handling(deed: $0)).sentence ?? "" }
    let ways = [Handling.Access.read, .passedOn, .own].map {
      HandlingWords(Handling(access: $0)).sentence ?? ""
    }
    let all = words + ways
    #expect(all.allSatisfy { !$0.isEmpty && !$0.contains("{") }, "\(all)")
    #expect(Set(all).count == all.count)
  }

  @Test func alerts() {
    for code in UInt8.min...UInt8.max {
      #expect(!AlertDescription(rawValue: code).words.isEmpty)
    }
    let named = (UInt8.min...UInt8.max).map(AlertDescription.init(rawValue:))
      .filter { Int($0.label) == nil && $0.label.contains("_") }
    let other = AlertDescription(rawValue: 255).words
    let untold = named.filter { $0.words == other }.map(\.label)
    #expect(untold.allSatisfy { $0.contains("unknown") || $0.contains("255") }, "\(untold)")
  }

  @Test("No place of a phrase is left open on any screen of a walk", arguments: ["1.2", "1.3"])
  func places(version: String) throws {
    var lab = try preparedLab()
    try lab.walk([("version", version)])
    while let session = lab.currentSession, !session.isAtRest {
      let shown = text(Screens.step(lab, played: try lab.step()), width: 200)
      let open = shown.matches(of: #/\{[a-z]+\}/#).map { String($0.output) }
      #expect(open.isEmpty, "\(open) in\n\(shown)")
    }
  }
}
