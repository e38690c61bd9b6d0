import Applications
import Bytes
import CryptoPrimitives
import Testing

@testable import Media

@Suite("Packets of RTP and SRTP, and whatever else comes")
struct PacketTests {
  static func master(_ suite: SRTPSuite = .aes128SHA1Tag80, identifier: [UInt8] = []) throws
    -> SRTPMasterKey
  {
    let transform = try SRTPTransform(suite)
    var master = try SRTPMasterKey(
      suite,
      keyAndSalt: RandomStream.seeded(3).bytes(transform.keyLength + transform.saltLength))
    master.identifier = identifier
    return master
  }

  private static let suites: [SRTPSuite] = [
    .aes128SHA1Tag80, .aes128SHA1Tag32, .aes256SHA1Tag80, .aes256SHA1Tag32, .aes128GCM, .aes256GCM,
  ]

  private static let full = RTPPacket(
    RTPHeader(
      hasMarker: true, payloadType: 96, sequence: 65_535, timestamp: .max, source: 0xdead_beef,
      contributors: Array(1...15),
      headerExtension: .init(profile: 0xbede, content: [1, 2, 3, 4, 5, 6, 7, 8])),
    payload: [UInt8](repeating: 9, count: 50), padding: 6)

  @Test("What is written is read, with everything that a packet can have")
  func roundTrip() throws {
    #expect(try RTPPacket(parsing: Self.full.bytes) == Self.full)
    #expect(Self.full.bytes.count == 12 + 60 + 12 + 50 + 6)
    var odd = Self.full
    odd.header.contributors = Array(1...40)
    odd.header.headerExtension?.content = [1]
    odd.header.payloadType = 255
    let read = try RTPPacket(parsing: odd.bytes)
    #expect(read.header.contributors.count == 15)
    #expect(read.header.headerExtension?.content == [1, 0, 0, 0])
    #expect(read.header.payloadType == 127)
  }

  @Test("Reports are read as they were written, one behind the other")
  func reports() throws {
    let packets = [
      RTCPPacket.senderReport(source: 1, time: 2, timestamp: 3, packets: 4, octets: 5),
      .sourceDescription(source: 1, name: "anna@example.com"), .goodbye(source: 1),
    ]
    #expect(try RTCPPacket.packets(in: packets.flatMap(\.bytes)) == packets)
    #expect(packets.map(\.source) == [1, 1, 1])
    #expect(throws: RTPError.packetType(0)) { try RTCPPacket.packets(in: [0x80, 0, 0, 0]) }
  }

  @Test(
    "Cut anywhere or changed anywhere, a packet is refused or is another one", arguments: suites)
  func damaged(suite: SRTPSuite) throws {
    let master = try Self.master(suite, identifier: [7])
    var sender = SRTPSender(master)
    let sealed = try sender.protect(Self.full.bytes)
    let control = try sender.protectControl(RTCPPacket.goodbye(source: 5).bytes)
    for count in 0..<sealed.count {
      var receiver = SRTPReceiver([master])
      #expect(throws: MediaError.self) { try receiver.unprotect(Array(sealed.prefix(count))) }
      #expect(throws: MediaError.self) {
        try receiver.unprotectControl(Array(control.prefix(min(count, control.count - 1))))
      }
      _ = try? RTPPacket(parsing: Array(Self.full.bytes.prefix(count)))
      _ = try? RTCPPacket.packets(in: Array(control.prefix(count)))
    }
    for place in sealed.indices {
      var changed = sealed
      changed[place] ^= 1 << (place % 8)
      var receiver = SRTPReceiver([master])
      #expect(throws: MediaError.self) { try receiver.unprotect(changed) }
      _ = try? RTPPacket(parsing: changed)
    }
    for place in control.indices {
      var changed = control
      changed[place] ^= 0x81
      var receiver = SRTPReceiver([master])
      #expect(throws: MediaError.self) { try receiver.unprotectControl(changed) }
      _ = try? RTCPPacket.packets(in: changed)
    }
    var receiver = SRTPReceiver([master])
    #expect(try receiver.unprotect(sealed) == Self.full.bytes)
    #expect(try receiver.unprotectControl(control) == RTCPPacket.goodbye(source: 5).bytes)
  }

  @Test("Any bytes at all", arguments: 0..<8 as Range<UInt64>)
  func noise(seed: UInt64) throws {
    var receiver = MediaReceiver([try Self.master()])
    var plain = MediaReceiver()
    for number in 0..<500 {
      let random = RandomStream.seeded(seed).substream("\(number)")
      var bytes = random.bytes(number % 90)
      if !bytes.isEmpty, number.isMultiple(of: 2) { bytes[0] = 0x80 | bytes[0] & 0x3f }
      receiver.receive(bytes)
      plain.receive(bytes)
    }
    #expect(receiver.samples.isEmpty)
    #expect(receiver.counts.authenticated == 0)
    #expect(plain.samples.count < 8000 * 7200)
  }

  @Test("What is agreed beside the key is kept to (RFC 4568 §6)")
  func parameters() throws {
    func keys(_ rest: String, _ parameters: String = "") throws -> [SRTPMasterKey] {
      let text = "1 AES_CM_128_HMAC_SHA1_80 inline:" + String(repeating: "A", count: 40) + rest
      let line = try #require(SRTPCryptoAttribute(parsing: text + parameters))
      return try SRTPMasterKey.keys(of: line)
    }
    #expect(try keys("|2^20|1:4")[0].identifier == [0, 0, 0, 1])
    #expect(try keys("|1:1", " KDR=3 UNENCRYPTED_SRTCP")[0].derivationRate == 8)
    #expect(try keys("", " UNAUTHENTICATED_SRTP WSH=64 -x")[0].authenticates == false)
    #expect(throws: MediaError.sessionParameter("KDR=25")) { try keys("", " KDR=25") }
    #expect(throws: MediaError.sessionParameter("NEW")) { try keys("", " NEW") }
    #expect(throws: MediaError.keyParameter("256:1")) { try keys("|256:1") }
    #expect(throws: MediaError.keyParameter("1:129")) { try keys("|1:129") }
    let f8 = try #require(SRTPCryptoAttribute(parsing: "1 F8_128_HMAC_SHA1_80 inline:AAAA"))
    #expect(throws: MediaError.suiteNotRead("F8_128_HMAC_SHA1_80")) {
      try SRTPMasterKey.keys(of: f8)
    }
  }

  @Test("Keys are derived anew at the agreed rate, and one of several is named", arguments: suites)
  func rate(suite: SRTPSuite) throws {
    var first = try Self.master(suite, identifier: [0, 1])
    first.derivationRate = 8
    first.encryptsControl = false
    var second = first
    second.identifier = [0, 2]
    second.key = second.key.reversed()
    var receiver = SRTPReceiver([first, second])
    var senders = [SRTPSender(first), SRTPSender(second)]
    for number in 0..<40 {
      let header = RTPHeader(
        payloadType: 0, sequence: UInt16(number), timestamp: 0, source: UInt32(number % 2))
      let packet = RTPPacket(header, payload: [1, 2, 3]).bytes
      #expect(try receiver.unprotect(senders[number % 2].protect(packet)) == packet)
      let report = RTCPPacket.goodbye(source: UInt32(number % 2)).bytes
      let sealed = try senders[number % 2].protectControl(report)
      #expect(sealed.starts(with: report))
      #expect(try receiver.unprotectControl(sealed) == report)
    }
    var stranger = SRTPReceiver([second])
    #expect(throws: MediaError.unknownMasterKey([0, 1])) {
      try stranger.unprotect(senders[0].protect(Self.full.bytes))
    }
  }

  @Test("The index is estimated as RFC 3711 appendix A has it")
  func estimate() {
    var index = PacketIndex()
    #expect(index.estimate(40_000) == 40_000)
    index.update(10)
    #expect(index.estimate(65_000) == nil)
    index.update(65_530)
    #expect(index.estimate(3) == 0x1_0003)
    index.update(0x1_0003)
    #expect(index.estimate(65_531) == 65_531)
    #expect(index.rollover == 1)
    index.update(65_531)
    #expect(index.highest == 3)
    var last = PacketIndex(rollover: .max)
    last.update(PacketIndex.index(.max, 65_535))
    #expect(last.estimate(0) == nil)
  }

  @Test("The window knows what came before")
  func window() {
    var window = ReplayWindow(size: 64)
    var seen: Set<UInt64> = []
    var highest: UInt64 = 0
    for number in 0..<4000 {
      let byte = RandomStream.seeded(UInt64(number)).bytes(2)
      let index = UInt64(number) / 2 + UInt64(byte[0] % 100) + (byte[1] == 0 ? 500 : 0)
      let verdict = window.verdict(index)
      if !seen.isEmpty, index + 64 <= highest {
        #expect(verdict == .tooOld)
      } else {
        #expect(verdict == (seen.contains(index) ? .seen : .new))
        if verdict == .new { window.mark(index) }
        seen.insert(index)
        highest = max(highest, index)
      }
    }
  }
}
