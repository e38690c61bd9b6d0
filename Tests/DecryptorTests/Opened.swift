import CaptureMaker
import Captures
import Decryptor
import Synchronization
import TLSKeys

/// A capture that was decrypted in a test: sessions, and plaintext by connection and side.
struct Opened {
  var sessions: [DecryptedSession]
  var plaintext: [String: [UInt8]]
  var fault: CaptureFault?

  /// - Parameter piece: bytes of the file that are given at once.
  init(_ file: [UInt8], _ keyring: Keyring = Keyring(), piece: Int = 1 << 16, filter: String? = nil)
    throws
  {
    let collected = Mutex<[String: [UInt8]]>([:])
    var options = CaptureDecryption.Options()
    options.filter = try filter.map { text throws(FlowFilter.Misread) in try FlowFilter(text) }
    options.output = { number, side, bytes in
      collected.withLock { $0["\(number).\(side.rawValue)", default: []] += bytes }
    }
    let decryption = CaptureDecryption(keyring, options)
    var place = 0
    do throws(CaptureFault) {
      while place < file.count {
        try decryption.read(Array(file[place..<min(place + piece, file.count)]))
        place += piece
      }
      try decryption.finish()
    } catch {
      fault = error
      try? decryption.finish()
    }
    sessions = decryption.takeEnded().sorted { $0.stream < $1.stream }
    plaintext = collected.withLock { $0 }
  }

  subscript(number: Int, side: Side) -> [UInt8] { plaintext["\(number).\(side.rawValue)"] ?? [] }

  /// The only session.
  var session: DecryptedSession? { sessions.count == 1 ? sessions[0] : nil }
}

extension Keyring {
  convenience init(log: String) {
    self.init()
    add(log: log)
  }

  func add(log: String) {
    var reader = KeyLogReader()
    add(reader.append(Array(log.utf8)) + reader.finish())
  }
}
