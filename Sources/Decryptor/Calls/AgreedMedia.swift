import Applications
import Captures
import Media

/// One medium of a description: where its writer receives it, and the keys for what it sends.
struct AgreedMedia: Sendable, Hashable {
  var party: FollowedCall.Party
  var isAudio: Bool
  /// Which line of its description it is, from 0 on.
  var line: Int
  var port: UInt16
  /// Nil where a name stands in place of an address.
  var host: NetworkEnd?
  var protocolName: String
  /// `a=crypto`, as written.
  var cryptoLines: [String]
  var hasFingerprint: Bool
  /// Names of codecs by payload type.
  var codecs: [UInt8: String]

  init(
    _ media: SessionDescription.Media, line: Int, of description: SessionDescription,
    _ party: FollowedCall.Party
  ) {
    self.party = party
    self.line = line
    isAudio = media.kind == "audio"
    port = media.port
    host = (media.address ?? description.address).flatMap { NetworkEnd(address: $0) }
    protocolName = media.protocolName.uppercased()
    // RFC 4568 allows them at a medium alone; one for all media tells the same to whoever reads it.
    let lines = [media.attributes, description.attributes].map { attributes in
      attributes.compactMap { $0.name == "crypto" ? $0.value ?? "" : nil }
    }
    cryptoLines = lines[0].isEmpty ? lines[1] : lines[0]
    hasFingerprint = (media.attributes + description.attributes).contains {
      $0.name == "fingerprint"
    }
    codecs = [:]
    for attribute in media.attributes where attribute.name == "rtpmap" {
      let words = (attribute.value ?? "").split(separator: " ")
      guard words.count == 2, let type = UInt8(words[0]) else { continue }
      codecs[type] = Self.name(words[1])
    }
  }

  /// A codec of `a=rtpmap`; with its clock and its channels where those of G.711 are not the usual ones, which are
  /// all that is decoded here (RFC 3551 §4.5.14).
  private static func name(_ encoding: Substring) -> String {
    let parts = encoding.split(separator: "/")
    let name = String(parts.first ?? encoding)
    guard G711(rawValue: name.uppercased()) != nil, parts.count > 1 else { return name }
    let isUsual = parts[1] == "8000" && (parts.count < 3 || parts[2] == "1")
    return isUsual ? name : String(encoding)
  }

  /// Whether its writer receives at an end.
  func receives(at end: NetworkEnd) -> Bool {
    end.port == port && host.map { $0.isSameHost(as: end) } == true
  }

  /// Whether keys are agreed by DTLS (RFC 5764 §8).
  var isDTLS: Bool { hasFingerprint && cryptoLines.isEmpty || protocolName.contains("TLS") }

  /// Whether it is SRTP by its name.
  var isProtected: Bool { protocolName.contains("SAVP") }

  /// Whether it is RTP, and nothing in it offers more.
  var isPlain: Bool { !isProtected && cryptoLines.isEmpty && !hasFingerprint }

  /// What payload types mean, where they are G.711.
  var laws: [UInt8: G711] { codecs.compactMapValues { G711(rawValue: $0.uppercased()) } }

  /// The name of a payload type, of a static one without being told (RFC 3551 §6).
  static func codec(_ type: UInt8?, _ told: [UInt8: String]) -> String? {
    guard let type else { return nil }
    let known: [UInt8: String] = [
      0: "PCMU", 3: "GSM", 4: "G723", 8: "PCMA", 9: "G722", 13: "CN", 15: "G728", 18: "G729",
    ]
    return told[type] ?? known[type]
  }

  /// A line's keys, or what is wrong with it.
  static func keys(_ line: String) -> Result<[SRTPMasterKey], KeyFault> {
    guard var attribute = SRTPCryptoAttribute(parsing: line) else {
      let words = line.split { $0 == " " || $0 == "\t" }
      let isForm = words.count >= 3 && words[2].lowercased().hasPrefix("inline:")
      return .failure(KeyFault(isForm ? .keyIsNoBase64(line) : .keyNotRead(line)))
    }
    // Names of suites are literals of ABNF, which does not regard case (RFC 5234 §2.3).
    attribute.suite = SRTPSuite(rawValue: attribute.suite.rawValue.uppercased())
    do throws(MediaError) {
      return .success(try SRTPMasterKey.keys(of: attribute))
    } catch {
      switch error {
      case .suiteNotRead(let name): return .failure(KeyFault(.suiteNotRead(name)))
      case .keyLength(let needed, let has):
        return .failure(KeyFault(.keyLength(needed: needed, has: has)))
      default: return .failure(KeyFault(.keyNotRead(line)))
      }
    }
  }

  struct KeyFault: Error {
    var hearing: Hearing

    init(_ hearing: Hearing) { self.hearing = hearing }
  }
}

/// A call as its signalling tells it.
struct SignalledCall: Sendable {
  var callID: String
  var caller: String
  var called: String
  var callerTag: String?
  var signalling: [FollowedCall.Signalling] = []
  var media: [AgreedMedia] = []
  /// `a=crypto` lines that passed where everyone reads them (RFC 4568 §7).
  var clearLines: Set<String> = []
  /// When `a=crypto` lines were first told, in microseconds since 1970.
  private(set) var lineTimes: [String: Int64] = [:]
  /// Whether RTP was agreed on at some time.
  private(set) var wasPlain = false
  /// What was agreed on, from which time on.
  private var turns: [(time: Int64, nature: PacketNature)] = []
  /// What each party described last of sound.
  private var latest: [FollowedCall.Party: [AgreedMedia]] = [:]
  /// Microseconds since 1970: of its first message, of the moment from which both have described what they
  /// receive, and of its BYE.
  private(set) var begin: Int64
  private(set) var agreed: Int64?
  private(set) var end: Int64?

  /// Calls, in the order of the messages.
  static func calls(_ messages: [SignalledMessage]) -> [SignalledCall] {
    // Plaintext of several connections comes in any order.
    let messages = messages.enumerated()
      .sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }.map(\.element)
    var calls: [SignalledCall] = []
    var places: [String: Int] = [:]
    for message in messages.filter(\.isInitial) + messages {
      let place: Int
      if let known = places[message.callID] {
        place = known
      } else if message.method == "BYE" {
        continue
      } else {
        place = calls.count
        places[message.callID] = place
        calls.append(
          SignalledCall(
            callID: message.callID, caller: name(message.from), called: name(message.to),
            callerTag: message.from.tag, begin: message.time))
      }
      calls[place].take(message)
    }
    return calls
  }

  private static func name(_ address: SIPAddress) -> String { address.userAtHost ?? address.uri }

  private mutating func take(_ message: SignalledMessage) {
    if !signalling.contains(message.signalling) { signalling.append(message.signalling) }
    begin = min(begin, message.time)
    if message.method == "BYE" { end = max(end ?? message.time, message.time) }
    guard let description = message.description else { return }
    let party: FollowedCall.Party =
      message.senderTag == callerTag && message.senderTag != nil ? .caller : .called
    var sound: [AgreedMedia] = []
    for (line, medium) in description.media.enumerated() where medium.port != 0 {
      let agreed = AgreedMedia(medium, line: line, of: description, party)
      if agreed.isAudio { sound.append(agreed) }
      for line in agreed.cryptoLines where lineTimes[line].map({ $0 > message.time }) != false {
        lineTimes[line] = message.time
      }
      if !media.contains(agreed) { media.append(agreed) }
      if message.signalling.isClear { clearLines.formUnion(agreed.cryptoLines) }
    }
    latest[party] = sound
    note(message)
    let isBoth = FollowedCall.Party.allCases.allSatisfy { party in
      media.contains { $0.party == party }
    }
    if isBoth && agreed == nil { agreed = message.time }
  }

  private mutating func note(_ message: SignalledMessage) {
    guard latest.count == 2 else { return }
    // Who answers an offer of keys without any agrees on RTP (RFC 8643).
    let isPlain = latest.values.joined().contains(where: \.isPlain)
    if isPlain { wasPlain = true }
    // An offer alone agrees on nothing: it may be refused.
    guard !message.isRequest || message.method == "ACK" else { return }
    turns.append((message.time, isPlain ? .clear : .protected))
  }

  /// What the signalling agreed on at a time, where it turned from RTP to SRTP or back.
  func nature(at time: Int64) -> PacketNature {
    guard Set(turns.map(\.nature)).count > 1 else { return .unknown }
    return (turns.last { $0.time <= time } ?? turns[0]).nature
  }

  /// What a party described of sound.
  func audio(of party: FollowedCall.Party) -> [AgreedMedia] {
    media.filter { $0.party == party && $0.isAudio }
  }

  /// Whether both ends of a flow are as they were described.
  func namesBoth(_ key: MediaFlow.Key) -> Bool {
    media.contains { $0.receives(at: key.target) } && media.contains { $0.receives(at: key.source) }
  }

  /// Whether it stood at a moment.
  func contains(_ time: Int64) -> Bool { begin <= time && end.map { time <= $0 } != false }

  /// Who sends a flow, and which kind: the receiver's address decides, else the sender's.
  func sender(of key: MediaFlow.Key) -> Sender? {
    if let found = media.first(where: { $0.receives(at: key.target) }) {
      return Sender(party: found.party.other, isAudio: found.isAudio, line: found.line)
    }
    if let found = media.first(where: { $0.receives(at: key.source) }) {
      return Sender(party: found.party, isAudio: found.isAudio, line: found.line)
    }
    // Behind a translator of addresses the ports may be all that is left.
    guard
      let found = media.first(where: { one in
        one.port == key.target.port
          && media.contains { $0.party != one.party && $0.port == key.source.port }
      })
    else { return nil }
    return Sender(party: found.party.other, isAudio: found.isAudio, line: found.line)
  }

  /// Whose a flow is, what it is, and which line of the descriptions it is for.
  struct Sender {
    var party: FollowedCall.Party
    var isAudio: Bool
    var line: Int
  }
}
