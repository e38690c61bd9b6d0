import Applications
import CaptureMaker
import Captures
import CryptoPrimitives
import Decryptor
import LibsslPeer
import Media
import Network
import TLSKeys
import TLSWire

/// Makes captures of calls: SIP over UDP, TCP or TLS, and packets of sound.
struct CallCapture {
  enum Transport: CaseIterable {
    case udp, tcp, tls, webSocket

    var signalling: FollowedCall.Signalling {
      switch self {
      case .udp: .udp
      case .tcp, .webSocket: .tcp
      case .tls: .tls(stream: 0)
      }
    }
  }

  /// The addresses of both ends, for signalling and for sound.
  struct End {
    var ip: String
    var signalling: UInt16 = 5060
    var media: UInt16
  }

  static let caller = End(ip: "192.0.2.1", media: 40_000)
  static let called = End(ip: "198.51.100.2", media: 50_000)

  private(set) var packets: [Packet] = []
  private var time: Int64 = 1_700_000_000_000_000
  var callID = "a1@192.0.2.1"

  mutating func datagram(_ from: End, _ to: End, media: Bool = true, _ payload: [UInt8]) {
    func port(_ end: End) -> [UInt8] {
      let port = media ? end.media : end.signalling
      return [UInt8(port >> 8), UInt8(port & 255)]
    }
    func address(_ end: End) -> [UInt8] { end.ip.split(separator: ".").compactMap { UInt8($0) } }
    func two(_ number: Int) -> [UInt8] { [UInt8(number >> 8 & 255), UInt8(number & 255)] }
    let header: [UInt8] = [0x45, 0] + two(28 + payload.count) + [0, 0, 0x40, 0, 64, 17, 0, 0]
    let udp = port(from) + port(to) + two(8 + payload.count) + [0, 0]
    time += 100
    packets.append(
      Packet(time: time, bytes: header + address(from) + address(to) + udp + payload))
  }

  /// - Parameter time: in microseconds.
  mutating func pass(_ time: Int64) { self.time += time }

  /// A description of one end.
  static func description(_ end: End, protocolName: String, lines: [String]) -> String {
    let media =
      ["m=audio \(end.media) \(protocolName) 0", "a=rtpmap:0 PCMU/8000"] + lines.map { "a=" + $0 }
    return (["v=0", "o=- 1 1 IN IP4 \(end.ip)", "s=-", "c=IN IP4 \(end.ip)", "t=0 0"] + media)
      .map { $0 + "\r\n" }.joined()
  }

  /// INVITE, 200 and ACK.
  func messages(
    _ protocolName: String, offer: [String], answer: [String], withLength: Bool = true
  ) -> [(isCaller: Bool, text: String)] {
    func message(_ start: String, _ sequence: String, toTag: String, _ body: String) -> String {
      start + "\r\nv: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bK1\r\n"
        + "f: \"Anna\"\r\n <sip:anna@example.com>;tag=A\r\nTo: <sip:bert@example.com>\(toTag)\r\n"
        + "i: \(callID)\r\nCSeq: 1 \(sequence)\r\n"
        + (body.isEmpty ? "" : "c: application/sdp\r\n")
        + (withLength ? "l: \(body.utf8.count)\r\n" : "") + "\r\n" + body
    }
    let offered = Self.description(Self.caller, protocolName: protocolName, lines: offer)
    let answered = Self.description(Self.called, protocolName: protocolName, lines: answer)
    return [
      (true, message("INVITE sip:bert@example.com SIP/2.0", "INVITE", toTag: "", offered)),
      (false, message("SIP/2.0 100 Trying", "INVITE", toTag: "", "")),
      (false, message("SIP/2.0 200 OK", "INVITE", toTag: ";tag=B", answered)),
      (true, message("ACK sip:bert@example.com SIP/2.0", "ACK", toTag: ";tag=B", "")),
    ]
  }

  /// Signals a call.
  ///
  /// - Parameter hole: in TCP, where in the first message 100 bytes are missing.
  mutating func signal(
    _ transport: Transport, _ protocolName: String, offer: [String] = [], answer: [String] = [],
    hole: Int? = nil
  ) throws {
    let messages = messages(
      protocolName, offer: offer, answer: answer, withLength: transport != .udp)
    let flow = Flow(
      client: Address(ip: Self.caller.ip, port: 33_333),
      server: Address(ip: Self.called.ip, port: transport == .tls ? 5061 : 5060))
    switch transport {
    case .udp:
      for message in messages {
        let (from, to) =
          message.isCaller ? (Self.caller, Self.called) : (Self.called, Self.caller)
        datagram(from, to, media: false, Array(message.text.utf8))
      }
    case .tcp: stream(flow, messages.map { ($0.isCaller, Array($0.text.utf8)) }, hole: hole)
    case .webSocket:
      let opening = [
        (true, "GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"),
        (false, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"),
      ]
      stream(
        flow,
        opening.map { ($0.0, Array($0.1.utf8)) }
          + messages.map { ($0.isCaller, Self.frame(Array($0.text.utf8), isMasked: $0.isCaller)) })
    case .tls:
      let contexts = try MadeIdentities.shared().contexts([.rsaAES128CBCSHA1]) { client, server in
        client.versions = .tls12 ... .tls12
        server.versions = .tls12 ... .tls12
      }
      let connection = try RecordedConnection.connected(contexts.client, contexts.server)
      for message in messages {
        // In pieces, as a record may hold any part of a message.
        for piece in [message.text.prefix(100), message.text.dropFirst(100)] {
          let bytes = Array(piece.utf8)
          if message.isCaller { connection.ask(bytes) } else { connection.answer(bytes) }
        }
      }
      connection.close()
      packets += connection.packets(flow)
    }
  }

  /// What both ends send over TCP, in turn.
  private mutating func stream(
    _ flow: Flow, _ pieces: [(isCaller: Bool, bytes: [UInt8])], hole: Int? = nil
  ) {
    guard var framing = PacketFraming(flow) else { return }
    framing.open(at: time)
    for (number, piece) in pieces.enumerated() {
      func send(_ bytes: ArraySlice<UInt8>) {
        framing.send(
          Segment(
            direction: piece.isCaller ? .clientToServer : .serverToClient, time: time,
            bytes: Array(bytes)))
      }
      if number == 0, let hole {
        send(piece.bytes[..<hole])
        packets += framing.takePackets()
        send(piece.bytes[hole..<hole + 100])
        _ = framing.takePackets()
        send(piece.bytes[(hole + 100)...])
      } else {
        send(piece.bytes[...])
      }
    }
    framing.close(at: time)
    packets += framing.packets
  }

  /// A message as a frame of a WebSocket (RFC 6455 §5.2).
  private static func frame(_ text: [UInt8], isMasked: Bool) -> [UInt8] {
    let mask: [UInt8] = isMasked ? [1, 2, 3, 4] : []
    let length: [UInt8] = [
      126 | (isMasked ? 0x80 : 0), UInt8(text.count >> 8), UInt8(text.count & 255),
    ]
    let payload = text.enumerated().map { isMasked ? $1 ^ mask[$0 % 4] : $1 }
    return [0x81] + length + mask + payload
  }

  /// Both directions of sound, in turn; gives the samples that went in, as G.711 leaves them.
  @discardableResult
  mutating func speak(
    _ masters: (SRTPMasterKey?, SRTPMasterKey?) = (nil, nil), count: Int = 50, seed: UInt64 = 1,
    from caller: End = caller, to called: End = called
  ) throws -> [[Int16]] {
    let random = RandomStream.seeded(seed)
    var streams = [
      MediaStream(.muLaw, master: masters.0, random: random.substream("caller")),
      MediaStream(.muLaw, master: masters.1, random: random.substream("called")),
    ]
    let sounds = [
      Phrase(.caller, random: random).samples(160 * count),
      Phrase(.called, random: random).samples(160 * count + 9600).suffix(160 * count),
    ].map { Array($0) }
    for number in 0..<count {
      let place = number * 160..<(number + 1) * 160
      datagram(caller, called, try streams[0].packet(sounds[0][place]))
      datagram(called, caller, try streams[1].packet(sounds[1][place]))
      time += 19_800
    }
    return sounds.map { G711.muLaw.decode(G711.muLaw.encode($0)) }
  }

  var file: [UInt8] { CaptureFile().bytes(packets) }

  /// A line with a key, and the key.
  static func line(
    _ suite: SRTPSuite = .aes128SHA1Tag80, seed: UInt64, tag: Int = 1
  ) throws -> (text: String, master: SRTPMasterKey) {
    let transform = try SRTPTransform(suite)
    let bytes = RandomStream.seeded(seed).bytes(transform.keyLength + transform.saltLength)
    let line = SRTPCryptoAttribute(tag: tag, suite: suite, keys: [.init(keyAndSalt: bytes)])
    return ("crypto:" + line.value, try SRTPMasterKey(suite, keyAndSalt: bytes))
  }
}

/// The calls of a capture.
func followed(
  _ file: [UInt8], _ keyring: Keyring = Keyring(), filter: FlowFilter? = nil
) throws -> [FollowedCall] {
  var options = CaptureDecryption.Options()
  options.followsCalls = true
  options.filter = filter
  let decryption = CaptureDecryption(keyring, options)
  try? decryption.read(file)
  try? decryption.finish()
  return decryption.calls
}
