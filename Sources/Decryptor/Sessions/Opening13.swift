import Captures
import TLSKeys
import TLSWire

// TLS 1.3 and its drafts: the keys of early data, handshake and application data, one behind the other.
extension SessionReader {
  enum Label {
    static let early = "CLIENT_EARLY_TRAFFIC_SECRET"
    static let clientHandshake = "CLIENT_HANDSHAKE_TRAFFIC_SECRET"
    static let serverHandshake = "SERVER_HANDSHAKE_TRAFFIC_SECRET"
    static let client = "CLIENT_TRAFFIC_SECRET_0"
    static let server = "SERVER_TRAFFIC_SECRET_0"
  }

  var suite13: ReadableSuite? {
    handshake.serverHello.flatMap { ReadableSuite.of(CipherSuite(rawValue: $0.suite)) }
  }

  /// Both hellos are known: from here on everything is protected.
  func begin13() {
    guard let client = handshake.clientHello, let server = handshake.serverHello else { return }
    notePreShared(client, server)
    guard let suite = suite13, suite.cipher.isAvailable, suite.cipher.isAEAD else {
      let name = ReadableSuite.name(of: CipherSuite(rawValue: server.suite))
      seal(.client, .suiteNotRead(name))
      return seal(.server, .suiteNotRead(name))
    }
    let random = client.random
    let early = client.has(ExtensionNumber.earlyData) && !handshake.isRetried
    self[.client].epochs =
      (early ? [epoch(.early, Label.early, random)] : [])
      + [epoch(.handshake, Label.clientHandshake, random), epoch(.traffic, Label.client, random)]
    self[.server].epochs = [
      epoch(.handshake, Label.serverHandshake, random), epoch(.traffic, Label.server, random),
    ]
    addPreShared(suite)
    for side in Side.allCases where self[side].epochs.allSatisfy(\.secrets.isEmpty) {
      guard !patience.forKeyLog else { continue }
      self[side].epochs = []
      seal(side, whySealed13(side))
    }
  }

  private func label(_ side: Side, _ kind: HalfState.Epoch.Kind) -> String {
    switch kind {
    case .early: Label.early
    case .handshake: side == .client ? Label.clientHandshake : Label.serverHandshake
    case .traffic: side == .client ? Label.client : Label.server
    }
  }

  private func epoch(
    _ kind: HalfState.Epoch.Kind, _ label: String, _ random: [UInt8]
  ) -> HalfState.Epoch {
    let secrets = keyring.secrets(label, random)
    return HalfState.Epoch(kind: kind, secrets: secrets, logged: secrets.count, openers: nil)
  }

  /// Opens a record under keys that are there already, or, in TLS 1.3, under those that follow.
  func open(_ side: Side, _ record: ArraySlice<UInt8>) -> Bool {
    if is13 && passesInTheClear(side, record) { return true }
    if let opened = self[side].opener?.open(record) {
      take(side, opened)
      return true
    }
    if is13 && (openNext(side, record) || openUpdated(side, record)) { return true }
    if self[side].missing > 0 && openAfterGap(side, record) { return true }
    if is13 && waitsForFinished(side) { return false }
    if is13 && waitsForKeyLog(side) {
      isWaiting = true
      return false
    }
    countSealed(side, record)
    if self[side].opener == nil {
      note(whySealed13(side))
    } else if self[side].missing == 0 {
      note(.damaged(side, offset: self[side].offset))
      // Whoever reads a recording need not end for it.
      self[side].opener?.skip(1)
    }
    return true
  }

  /// Whether a key log that grows may still bring what opens this.
  private func waitsForKeyLog(_ side: Side) -> Bool {
    patience.forKeyLog && self[side].opener == nil
      && self[side].epochs.contains { $0.kind != .early && $0.secrets.isEmpty }
  }

  /// A protected record of TLS 1.3 has the type of application data, whatever is in it (RFC 9846 §5.2): an alert
  /// and a ChangeCipherSpec under their own types pass in the clear.
  func isNeverProtected(_ record: ArraySlice<UInt8>) -> Bool {
    record.first == ContentType.changeCipherSpec.rawValue
      || record.first == ContentType.alert.rawValue && record.count == Record.headerLength + 2
  }

  func passesInTheClear(_ side: Side, _ record: ArraySlice<UInt8>) -> Bool {
    let content = record.dropFirst(Record.headerLength)
    switch record.first {
    case ContentType.changeCipherSpec.rawValue: return true
    case ContentType.handshake.rawValue:
      takeMessages(side, content)
      return true
    case ContentType.alert.rawValue:
      takeAlert(side, content)
      return true
    default: return false
    }
  }

  /// Tries the keys that may come next: a side whose Finished can't be read has changed them unseen.
  private func openNext(_ side: Side, _ record: ArraySlice<UInt8>) -> Bool {
    for place in self[side].epochs.indices {
      prepare(side, place)
      let epoch = self[side].epochs[place]
      for (number, opener) in (epoch.openers ?? []).enumerated() {
        var opener = opener
        guard let opened = opener.open(record) else { continue }
        self[side].opener = opener
        self[side].isEarly = epoch.kind == .early
        self[side].trafficSecret = epoch.kind == .traffic ? epoch.secrets[number] : nil
        noteUnopened(side, before: place)
        self[side].epochs.removeFirst(place + 1)
        noteOpening(side, epoch, number)
        keep(side, epoch.kind, epoch.secrets[number])
        take(side, opened)
        return true
      }
    }
    return false
  }

  private func noteOpening(_ side: Side, _ epoch: HalfState.Epoch, _ number: Int) {
    if epoch.kind == .handshake && number < handshake.preShared.count {
      handshake.preSharedInUse = handshake.preShared[number]
    }
    let derived = number - epoch.logged
    guard epoch.kind != .early else {
      let isDerived = handshake.earlyOpenings.indices.contains(derived)
      session.earlyOpening = isDerived ? handshake.earlyOpenings[derived] : .keyLog
      return
    }
    session.opening = session.opening ?? handshake.preSharedInUse?.opening ?? .keyLog
  }

  /// What stayed sealed before application data opens was of the handshake, if no early data was.
  private func noteUnopened(_ side: Side, before place: Int) {
    let passed = self[side].epochs[..<place].map(\.kind)
    if self[side].epochs[place].kind == .traffic && passed == [.handshake] {
      self[side].sealedHandshake = self[side].seen.sealedRecords
    }
  }

  private func prepare(_ side: Side, _ place: Int) {
    let epoch = self[side].epochs[place]
    if epoch.secrets.isEmpty, patience.forKeyLog, let random = handshake.clientHello?.random {
      self[side].epochs[place] = self.epoch(epoch.kind, label(side, epoch.kind), random)
    }
    guard self[side].epochs[place].openers?.isEmpty != false else { return }
    self[side].epochs[place].openers = self[side].epochs[place].secrets.compactMap(opener)
  }

  private func opener(under secret: [UInt8]) -> RecordOpener? {
    suite13.flatMap { opener(under: secret, $0) }
  }

  func opener(under secret: [UInt8], _ suite: ReadableSuite) -> RecordOpener? {
    let schedule = ReadingSecrets13(suite: suite, draft: session.draft)
    var options = RecordOpener.Options()
    options.draft = session.draft
    guard let keys = try? schedule.keys(of: secret) else { return nil }
    return try? RecordOpener(version: .tls13, suite: suite, keys: keys, options: options)
  }

  func keep(_ side: Side, _ kind: HalfState.Epoch.Kind, _ secret: [UInt8]) {
    guard let random = handshake.clientHello?.random else { return }
    switch (side, kind) {
    case (_, .early): session.secrets.add(.clientEarly, random, secret)
    case (.client, .handshake): session.secrets.add(.clientHandshake, random, secret)
    case (.server, .handshake): session.secrets.add(.serverHandshake, random, secret)
    case (.client, .traffic): session.secrets.add(.client0, random, secret)
    case (.server, .traffic): session.secrets.add(.server0, random, secret)
    }
  }

  /// The keys change behind this message: what comes is under the next ones.
  func advance(_ side: Side) {
    guard !self[side].epochs.isEmpty || self[side].trafficSecret == nil else { return }
    self[side].opener = nil
    if self[side].epochs.isEmpty { self[side].isSealed = true }
  }

  /// RFC 8446 §7.2.
  func update(_ side: Side) {
    guard let secret = self[side].trafficSecret, let suite = suite13,
      let next = try? ReadingSecrets13(suite: suite, draft: session.draft).updated(secret),
      let opener = opener(under: next)
    else { return }
    self[side].trafficSecret = next
    self[side].opener = opener
  }

  /// A KeyUpdate that was lost shows by the records behind it.
  private func openUpdated(_ side: Side, _ record: ArraySlice<UInt8>) -> Bool {
    guard self[side].missing > 0, let secret = self[side].trafficSecret, let suite = suite13,
      let next = try? ReadingSecrets13(suite: suite, draft: session.draft).updated(secret),
      var opener = opener(under: next), let opened = opener.open(record)
    else { return false }
    self[side].trafficSecret = next
    self[side].opener = opener
    take(side, opened)
    return true
  }

  /// Finds the number of a record that follows missing ones: there were no more of them than bytes.
  private func openAfterGap(_ side: Side, _ record: ArraySlice<UInt8>) -> Bool {
    guard let start = self[side].opener else { return false }
    let most = min(4096, self[side].missing / (Record.headerLength + 1) + 1)
    for number in 1...UInt64(most) {
      var opener = start
      opener.skip(number)
      guard let opened = opener.open(record) else { continue }
      self[side].opener = opener
      take(side, opened)
      return true
    }
    // It may have been no record at all.
    self[side].isSearching = true
    return false
  }
}
