import Captures
import CryptoPrimitives
import TLSKeys
import TLSWire

/// Reads one TLS session as its bytes come, and hands on what opens. What is kept is the handshake, and
/// what of either direction waits for the other.
///
/// One thread at a time has it.
final class SessionReader {
  let keyring: Keyring
  let cache: SessionCache
  let give: (Side, ArraySlice<UInt8>) -> Void
  let client = HalfState()
  let server = HalfState()
  var handshake = HandshakeState()
  var session: DecryptedSession
  /// Whether the ServerHello chose TLS 1.3, or a draft of it.
  var is13 = false
  /// Why a direction is sealed; the first reason counts.
  var reason: Reason?

  /// What a direction may wait for.
  var patience = Patience()
  /// Whether it waits for the secret of a session that it resumes, or of a key log.
  var isWaiting = false

  struct Patience {
    /// For the other direction; at the end nobody waits any more.
    var forOtherHalf = true
    var forSession = true
    var forKeyLog = false
  }

  /// So much waits at most for what may never come.
  static let waitingLimit = 1 << 20

  init(
    _ session: DecryptedSession, keyring: Keyring, cache: SessionCache,
    give: @escaping (Side, ArraySlice<UInt8>) -> Void
  ) {
    self.session = session
    self.keyring = keyring
    self.cache = cache
    self.give = give
  }

  subscript(side: Side) -> HalfState { side == .client ? client : server }

  /// Takes the next bytes of a direction.
  func receive(_ side: Side, _ bytes: ArraySlice<UInt8>) {
    let half = self[side]
    guard !half.isBroken else { return }
    guard !half.isClosed else { return half.leave(bytes) }
    if half.buffer.isEmpty {
      let taken = readRecords(side, bytes)
      if taken < bytes.count { keep(bytes.dropFirst(taken), of: half) }
      if taken > 0 && !self[side.other].buffer.isEmpty { settle(side.other) }
      return
    }
    half.buffer += bytes
    // The rest of a record that is long is waited for without a look at it.
    if half.buffer.count >= half.wanted { settle(side) }
  }

  /// Bytes of a record that is not whole, with room for the rest of it.
  private func keep(_ bytes: ArraySlice<UInt8>, of half: HalfState) {
    var buffer: [UInt8] = []
    buffer.reserveCapacity(max(bytes.count, half.wanted))
    buffer += bytes
    half.buffer = buffer
  }

  /// So many bytes of a direction are not in the capture.
  func lose(_ side: Side, _ count: Int) {
    let half = self[side]
    guard !half.isClosed else { return }
    session.loss(side, count)
    let isOfHandshake =
      side == .server ? !handshake.isHelloDone : handshake.clientKeyExchange == nil
    if isOfHandshake && handshake.master == nil && !is13 { handshake.isIncomplete = true }
    note(.lost(side, offset: half.offset + half.buffer.count, count: count))
    self[side].offset += half.buffer.count + count
    self[side].missing += count + half.buffer.count
    self[side].buffer = []
    self[side].messages = []
    self[side].isSearching = true
  }

  /// Tries again what waits, after secrets came.
  func retry() {
    isWaiting = false
    settle(.client)
    settle(.server)
  }

  /// The first reason counts; but that a hole is in what the master secret covers says more than where it is.
  func note(_ new: Reason) {
    if reason == nil || new == .extendedMasterSecretIncomplete { reason = new }
  }

  /// Reads what waits on either side, until nothing moves any more.
  private func settle(_ first: Side) {
    var side = first
    var idle = 0
    while idle < 2 {
      idle = readWaiting(side) ? 0 : idle + 1
      side = side.other
    }
  }

  private func readWaiting(_ side: Side) -> Bool {
    let half = self[side]
    guard half.buffer.count >= max(Record.headerLength, half.wanted), !half.isBroken else {
      return false
    }
    var waiting: [UInt8] = []
    swap(&waiting, &half.buffer)
    let taken = readRecords(side, waiting[...])
    if taken == 0 {
      swap(&waiting, &half.buffer)
      giveUpWaiting(side)
      return false
    }
    if taken < waiting.count { keep(waiting[taken...], of: half) }
    return true
  }

  /// What waits too long for the other direction won't get it.
  private func giveUpWaiting(_ side: Side) {
    guard self[side].buffer.count > Self.waitingLimit else { return }
    patience = Patience(forOtherHalf: false, forSession: false, forKeyLog: false)
    _ = readWaiting(side)
    patience.forOtherHalf = true
    patience.forSession = true
  }

  // MARK: Records

  /// - Returns: how many bytes of whole records were read.
  private func readRecords(_ side: Side, _ bytes: ArraySlice<UInt8>) -> Int {
    let half = self[side]
    var rest = bytes
    half.wanted = 0
    if half.isSearching {
      let skipped = search(side, rest)
      rest = rest.dropFirst(skipped)
      half.offset += skipped
    }
    while rest.count >= Record.headerLength || half.isClosed {
      guard !half.isClosed else {
        half.leave(rest)
        return bytes.count
      }
      guard let count = recordLength(side, rest) else {
        lostTrack(side)
        return bytes.count
      }
      guard rest.count >= count else {
        half.wanted = count
        break
      }
      guard process(side, rest.prefix(count)) else { break }
      half.offset += count
      rest = rest.dropFirst(count)
    }
    return bytes.count - rest.count
  }

  /// Of the record, its header with it; nil where no record can begin so.
  private func recordLength(_ side: Side, _ bytes: ArraySlice<UInt8>) -> Int? {
    let start = bytes.startIndex
    if bytes[start] & 0x80 != 0, side == .client, self[side].offset == 0, bytes[start + 2] == 1 {
      return 2 + (Int(bytes[start] & 0x7f) << 8 | Int(bytes[start + 1]))
    }
    let length = Int(bytes[start + 3]) << 8 | Int(bytes[start + 4])
    guard (20...26).contains(bytes[start]), bytes[start + 1] == 3, length <= Self.longestFragment
    else { return nil }
    return Record.headerLength + length
  }

  /// Some of old sent more than RFC 5246 §6.2.3 allows.
  static let longestFragment = Record.fragmentLimit + 1024

  private func lostTrack(_ side: Side) {
    note(.damaged(side, offset: self[side].offset))
    self[side].isBroken = true
  }

  /// Where a record begins again after bytes that are missing.
  private func search(_ side: Side, _ bytes: ArraySlice<UInt8>) -> Int {
    var place = bytes.startIndex
    while bytes.endIndex - place >= Record.headerLength {
      if isLikelyRecord(bytes[place...]) {
        self[side].isSearching = false
        return place - bytes.startIndex
      }
      place += 1
    }
    return place - bytes.startIndex
  }

  private func isLikelyRecord(_ bytes: ArraySlice<UInt8>) -> Bool {
    let start = bytes.startIndex
    let length = Int(bytes[start + 3]) << 8 | Int(bytes[start + 4])
    guard (20...24).contains(bytes[start]), bytes[start + 1] == 3, bytes[start + 2] <= 4,
      (1...Record.fragmentLimit).contains(length)
    else { return false }
    let next = start + Record.headerLength + length
    guard next + 1 < bytes.endIndex else { return true }
    return (20...24).contains(bytes[next]) && bytes[next + 1] == 3
  }

  /// - Returns: whether it was taken; false where it must wait.
  private func process(_ side: Side, _ record: ArraySlice<UInt8>) -> Bool {
    if record[record.startIndex] & 0x80 != 0 {
      takeSSL2Hello(record.dropFirst(2))
      return true
    }
    if self[side].awaitsFinished { return establish(side, record) }
    if self[side].opener != nil || !self[side].epochs.isEmpty { return open(side, record) }
    if self[side].isSealed {
      if is13 && isNeverProtected(record) && passesInTheClear(side, record) { return true }
      countSealed(side, record)
      return true
    }
    return processClear(side, record)
  }

  private func processClear(_ side: Side, _ record: ArraySlice<UInt8>) -> Bool {
    let content = record.dropFirst(Record.headerLength)
    switch record.first {
    case ContentType.handshake.rawValue:
      if isSealedFromTheStart(side, content) {
        sealFromTheStart()
        countSealed(side, record)
        return true
      }
      takeMessages(side, content)
      return true
    case ContentType.alert.rawValue:
      if content.count == 2 {
        takeAlert(side, content)
        return true
      }
      return applicationDataWithoutKeys(side, record)
    case ContentType.changeCipherSpec.rawValue: return changeCipherSpec(side)
    case ContentType.heartbeat.rawValue where isBegun:
      takeHeartbeat(side, content)
      return true
    default: return applicationDataWithoutKeys(side, record)
    }
  }

  /// Whether a handshake record is protected: the first one that is seen of a side holds no message that
  /// could be there.
  private func isSealedFromTheStart(_ side: Side, _ content: ArraySlice<UInt8>) -> Bool {
    guard handshake.clientHello == nil, handshake.serverHello == nil, self[side].messages.isEmpty,
      content.count >= 4, !handshake.isIncomplete
    else { return false }
    let start = content.startIndex
    let type = content[start]
    return !HandshakeType.names.keys.contains(type) || content[start + 1] != 0
  }

  private func applicationDataWithoutKeys(_ side: Side, _ record: ArraySlice<UInt8>) -> Bool {
    if !isBegun {
      sealFromTheStart()
    } else if side == .client && handshake.isRetried && !handshake.isSecondHello {
      return takeSkipped(record)
    } else {
      // Early data waits for the ServerHello, which tells the suite; what came before its ClientHello waits
      // for that.
      let isIncomplete = handshake.serverHello == nil || is13 && handshake.clientHello == nil
      if patience.forOtherHalf && isIncomplete { return false }
      note(is13 && handshake.clientHello == nil ? .helloMissing : .unfinished)
    }
    countSealed(side, record)
    return true
  }

  private func sealFromTheStart() {
    note(.startMissing)
    client.isSealed = true
    server.isSealed = true
  }

  func countSealed(_ side: Side, _ record: ArraySlice<UInt8>) {
    self[side].seen.sealedRecords += 1
    self[side].seen.sealedBytes += record.count - Record.headerLength
  }

  func seal(_ side: Side, _ why: Reason) {
    note(why)
    self[side].isSealed = true
    self[side].opener = nil
    self[side].awaitsFinished = false
  }
}
