import Captures
import Commands
import Decryptor
import Files
import Screens

/// Reads a capture to its end, or until Ctrl-C.
struct CaptureReading {
  let stream: FileStream
  let decryption: CaptureDecryption
  private let folder: PlaintextFolder?
  private let isLive: Bool
  private(set) var sessions: [DecryptedSession] = []
  /// The secrets that opened something.
  private(set) var secrets = KeyLog()
  /// What is to be said of the file.
  private(set) var remarks: [String] = []

  init(
    _ stream: FileStream, _ decryption: CaptureDecryption, _ folder: PlaintextFolder?, isLive: Bool
  ) {
    self.stream = stream
    self.decryption = decryption
    self.folder = folder
    self.isLive = isLive
  }

  /// - Parameter ended: sees each session when it ends.
  mutating func run(
    _ keys: inout KeyFiles, ended: (DecryptedSession) -> Void
  ) -> ExitStatus {
    var status = ExitStatus.ok
    do throws(CaptureFault) {
      status = try read(&keys, ended)
    } catch {
      status = faulted(error)
    }
    if isLive && keys.readGrowth() { decryption.retry() }
    do throws(CaptureFault) {
      try decryption.finish()
    } catch {
      if status == .ok { status = faulted(error) }
    }
    takeEnded(ended)
    folder?.flush()
    for link in decryption.unreadLinks {
      remarks.append(DecryptionWords.words("remark.link", ["number": "\(link.rawValue)"]))
    }
    remarks += [
      DecryptionWords.quic(decryption.quic.counts),
      sessions.isEmpty ? DecryptionWords.passedOver(decryption.passedOver) : nil,
      disorder, sessions.isEmpty ? DecryptionWords.unseen(decryption) : nil,
    ].compactMap(\.self)
    if status == .interrupted { remarks.append(DecryptionWords.words("remark.interrupted")) }
    return status
  }

  /// Where packets are out of the order of their times it may be why nothing was found.
  private var disorder: String? {
    let count = decryption.backwards
    guard count > 0, sessions.isEmpty else { return nil }
    return DecryptionWords.words("remark.disorder", ["count": "\(count)"])
  }

  private mutating func faulted(_ fault: CaptureFault) -> ExitStatus {
    remarks.append(DecryptionWords.sentence(fault, file: stream.path))
    return .badData
  }

  private mutating func read(
    _ keys: inout KeyFiles, _ ended: (DecryptedSession) -> Void
  ) throws(CaptureFault) -> ExitStatus {
    var progress = DecryptionProgress(length: stream.length)
    defer { progress.clear() }
    while !Interrupt.isRequested {
      if isLive {
        if keys.readGrowth() { decryption.retry() } else { decryption.settle() }
        takeEnded(ended)
      }
      // So that Ctrl-C, and a key log that grows, are seen while nothing comes.
      if stream.length == nil && !stream.waitForBytes(milliseconds: 200) { continue }
      let bytes: [UInt8]
      do throws(FileError) {
        bytes = try stream.next(1 << 20)
      } catch {
        remarks.append(
          DecryptionWords.words(
            "fault.unreadable", ["file": error.path, "reason": error.reason]))
        return .failed
      }
      if bytes.isEmpty { return .ok }
      if isLive && keys.readGrowth() { decryption.retry() }
      try decryption.read(bytes, keepsUp: isLive)
      if isLive { folder?.flush() }
      takeEnded(ended)
      if !isLive { progress.show(decryption) }
    }
    return .interrupted
  }

  private mutating func takeEnded(_ ended: (DecryptedSession) -> Void) {
    for session in decryption.takeEnded() {
      secrets.add(session.secrets)
      sessions.append(session)
      ended(session)
    }
  }
}
