import Applications
import CaptureMaker
import Captures
import Decryptor
import Media
import Network
import Testing
import X509

@Suite("Packets belong to the call in whose time they fall")
struct CallTimeTests {
  /// A call over UDP: what goes over the line as text.
  struct Line {
    var capture = CallCapture()
    var callID = "call-0"

    mutating func send(
      _ start: String, _ method: String, isCaller: Bool, body: String = "",
      type: String = "application/sdp"
    ) {
      let text =
        start + "\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
        + "From: <sip:anna@example.com>;tag=A\r\nTo: <sip:bert@example.com>"
        + (start.contains("INVITE") && !start.contains("re") ? "" : ";tag=B")
        + "\r\nCall-ID: \(callID)\r\nCSeq: 1 \(method)\r\n"
        + (body.isEmpty ? "" : "Content-Type: \(type)\r\n")
        + "Content-Length: \(body.utf8.count)\r\n\r\n" + body
      let (from, to) =
        isCaller
        ? (CallCapture.caller, CallCapture.called) : (CallCapture.called, CallCapture.caller)
      capture.datagram(from, to, media: false, Array(text.utf8))
    }

    mutating func agree(
      _ caller: CallCapture.End = CallCapture.caller, lines: [String] = [],
      format: (String) -> (body: String, type: String) = { ($0, "application/sdp") }
    ) {
      let name = lines.contains { $0.hasPrefix("crypto") } ? "RTP/SAVP" : "RTP/AVP"
      let offer = format(CallCapture.description(caller, protocolName: name, lines: lines))
      let answer = CallCapture.description(CallCapture.called, protocolName: name, lines: lines)
      send(
        "INVITE sip:bert@example.com SIP/2.0", "INVITE", isCaller: true, body: offer.body,
        type: offer.type)
      send("SIP/2.0 200 OK", "INVITE", isCaller: false, body: answer)
    }

    mutating func leave() {
      send("BYE sip:bert@example.com SIP/2.0", "BYE", isCaller: true)
      send("SIP/2.0 200 OK", "BYE", isCaller: false)
    }
  }

  @Test(
    "Two calls on the same ports, one after the other, with keys and without",
    arguments: [true, false])
  func twice(isProtected: Bool) throws {
    var line = Line()
    var said: [[[Int16]]] = []
    for number in 0..<2 as Range<UInt64> {
      let key = try CallCapture.line(seed: number)
      line.callID = "call-\(number)"
      line.agree(lines: isProtected ? [key.text] : [])
      let master = isProtected ? key.master : nil
      said.append(try line.capture.speak((master, master), seed: number))
      line.leave()
    }
    let calls = try followed(line.capture.file)
    #expect(calls.map(\.callID) == ["call-0", "call-1"])
    #expect(calls.map { $0.directions.map(\.samples) } == said)
    #expect(calls.allSatisfy { $0.directions.allSatisfy { $0.packets == 50 } })
    #expect(calls.allSatisfy { $0.directions.allSatisfy { $0.counts.refused == 0 } })
    #expect(calls.allSatisfy { $0.isByEveryone })
  }

  @Test("Two callers of one who answers on one port")
  func callers() throws {
    var line = Line()
    for (number, ip) in ["192.0.2.1", "192.0.2.77"].enumerated() {
      let caller = CallCapture.End(ip: ip, media: 40_000)
      line.callID = "call-\(number)"
      line.agree(caller)
      try line.capture.speak(seed: UInt64(number), from: caller)
      line.leave()
    }
    let calls = try followed(line.capture.file)
    #expect(calls.map(\.directions.count) == [2, 2])
    #expect(calls.map { $0.directions.first?.source.ip } == ["192.0.2.1", "192.0.2.77"])
  }

  @Test("Sound that moves to another address follows in its time")
  func moved() throws {
    var line = Line()
    let key = try CallCapture.line(seed: 1)
    line.agree(lines: [key.text])
    let first = try line.capture.speak((key.master, key.master), seed: 1)
    let caller = CallCapture.End(ip: "192.0.2.9", media: 7000)
    line.agree(caller, lines: [key.text])
    let second = try line.capture.speak((key.master, key.master), seed: 2, from: caller)
    let call = try #require(followed(line.capture.file).first)
    let channels = try #require(call.channels)
    #expect(channels.count == 2)
    for (channel, (one, other)) in zip(channels, zip(first, second)) {
      #expect(channel.starts(with: one))
      #expect(channel.suffix(other.count).elementsEqual(other))
      #expect(channel.count >= one.count + other.count)
    }
  }

  @Test(
    "A description in a part of the body",
    arguments: ["--b--\r\n", "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--"])
  func parts(rest: String) throws {
    var line = Line()
    let key = try CallCapture.line(seed: 1)
    line.agree(lines: [key.text]) { body in
      (
        "--b\r\nContent-Type: application/sdp\r\n\r\n\(body)\r\n\(rest)",
        "multipart/mixed;boundary=b"
      )
    }
    let sounds = try line.capture.speak((key.master, key.master))
    let calls = try followed(line.capture.file)
    #expect(calls.map(\.hearing) == [.heard])
    #expect(calls.first?.channels == sounds)
  }

  @Test("What nothing here decodes is not heard, whoever may open it", arguments: [true, false])
  func undecoded(isProtected: Bool) throws {
    var line = Line()
    let key = try CallCapture.line(seed: 1)
    line.agree(lines: isProtected ? [key.text] : ["rtpmap:9 G722/8000"])
    var sender = isProtected ? SRTPSender(key.master) : nil
    for number in 0..<60 as Range<UInt16> {
      let header = RTPHeader(
        hasMarker: false, payloadType: 9, sequence: number, timestamp: UInt32(number) * 160,
        source: 7)
      let bytes = RTPPacket(header, payload: [UInt8](repeating: 1, count: 160)).bytes
      line.capture.datagram(
        CallCapture.caller, CallCapture.called, try sender?.protect(bytes) ?? bytes)
    }
    let call = try #require(followed(line.capture.file).first)
    #expect(call.hearing == .notDecoded("G722"))
    #expect(call.channels == nil && call.heardParties.isEmpty && !call.isByEveryone)
  }

  @Test("Keys in the clear, and packets without encryption, are for everyone")
  func everyone() throws {
    let key = try CallCapture.line(seed: 1)
    for (word, transport) in [
      ("", CallCapture.Transport.tls), ("", .tcp), (" UNENCRYPTED_SRTP", .udp),
    ] {
      var capture = CallCapture()
      try capture.signal(
        transport, "RTP/SAVP", offer: [key.text + word], answer: [key.text + word])
      var master = key.master
      master.encrypts = word.isEmpty
      try capture.speak((master, master))
      let keyring = Keyring()
      keyring.add(.init(key: try MadeIdentities.shared().rsa.key, source: "server.key"))
      let call = try #require(followed(capture.file, keyring).first)
      #expect(call.hearing == .heard)
      #expect(call.isByEveryone == (transport != .tls))
      #expect(call.directions.allSatisfy { $0.isUnencrypted == !word.isEmpty })
    }
  }
}
