import Captures
import CryptoPrimitives
import Decryptor
import Network

/// A capture in pieces: what is read of it is the same however they arrive, and every segment that comes
/// out of order leaves the stream no longer than it was.
enum CaptureTarget {
  static let keyring: Keyring = {
    let keyring = Keyring()
    if let key = try? PrivateKey.makeRSA(bits: 2048, random: .seeded([1])) {
      keyring.add(Keyring.HeldKey(key: key, source: "fuzz"))
    }
    keyring.add(preSharedKey: [1, 2, 3])
    return keyring
  }()

  static func look(at bytes: [UInt8]) {
    var parts = Parts(bytes)
    let size = 1 + Int(parts.byte()) * 16
    let file = Array(parts.rest)
    let whole = read(file, file.count)
    let pieces = read(file, size)
    demand(whole == pieces, "\(whole) packets and sessions at once, \(pieces) in pieces")
    var copy = CaptureCopy(keyLog: KeyLog())
    _ = try? copy.append(file)
  }

  private static func read(_ file: [UInt8], _ size: Int) -> [Int] {
    var options = CaptureDecryption.Options()
    options.followsCalls = true
    let decryption = CaptureDecryption(keyring, options)
    var place = 0
    do throws(CaptureFault) {
      while place < file.count {
        try decryption.read(Array(file[place..<min(file.count, place + size)]))
        place += size
      }
      try decryption.finish()
    } catch {
      try? decryption.finish()
    }
    let calls = decryption.calls
    return [
      decryption.packets, decryption.connections, decryption.takeEnded().count, calls.count,
      calls.reduce(0) { $0 + ($1.channels?.first?.count ?? 0) },
    ]
  }

  /// Packets of a hello, in every form of file that is written here.
  static func seeds(_ streams: [[UInt8]]) -> [[UInt8]] {
    streams.compactMap { stream in
      guard var framing = PacketFraming(.documentation(connection: 1)) else { return nil }
      framing.open(at: 1)
      framing.send(Segment(direction: .clientToServer, time: 2, bytes: stream))
      framing.close(at: 3)
      var file = Pcapng(comment: "seed")
      for packet in framing.packets { file.add(packet) }
      return [7] + file.bytes
    }
  }
}

/// Key logs: the same entries however the bytes arrive.
enum KeyLogTarget {
  static func look(at bytes: [UInt8]) {
    var parts = Parts(bytes)
    let size = 1 + Int(parts.byte())
    let text = Array(parts.rest)
    var whole = KeyLogReader()
    let entries = whole.append(text) + whole.finish()
    var pieces = KeyLogReader()
    var found: [KeyLogReader.Entry] = []
    for place in stride(from: 0, to: text.count, by: size) {
      found += pieces.append(Array(text[place..<min(text.count, place + size)]))
    }
    found += pieces.finish()
    demand(entries == found, "\(entries.count) entries at once, \(found.count) in pieces")
    demand(whole.badCount == pieces.badCount, "bad lines")
    _ = try? FlowFilter(String(decoding: text, as: UTF8.self))
    _ = PrivateKeyFile(text, passphrase: "x")
  }

  static let seeds: [[UInt8]] = [
    "\u{3}CLIENT_RANDOM \(String(repeating: "ab", count: 32)) 0102\r\n# c\nRSA 0102030405060708 0a\n",
    "\u{9}RSA Session-ID:0c0d Master-Key:0e0f\n", "\u{1}host 192.0.2.1 and (port 5061 or sni a.b)",
  ].map { Array($0.utf8) }
}
