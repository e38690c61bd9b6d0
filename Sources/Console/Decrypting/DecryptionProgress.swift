import Decryptor

/// One line on a terminal that says how far a capture was read.
struct DecryptionProgress {
  private let length: Int?
  private var next = ContinuousClock.now
  private var isShown = false
  private let isWanted = Terminal.isErrorTerminal

  /// - Parameter length: of the file; nil of what has none.
  init(length: Int?) { self.length = length }

  mutating func show(_ decryption: CaptureDecryption) {
    guard isWanted, ContinuousClock.now >= next else { return }
    next = ContinuousClock.now.advanced(by: .milliseconds(250))
    isShown = true
    let share = length.map { $0 > 0 ? "\(decryption.bytesRead * 100 / $0) %  " : "" } ?? ""
    Terminal.complain(
      Shown(
        declared: "\r\u{1b}[K\(share)\(decryption.bytesRead >> 20) MiB  "
          + "\(decryption.packets) packets  \(decryption.connections) connections"))
  }

  mutating func clear() {
    if isShown { Terminal.complain(Shown(declared: "\r\u{1b}[K")) }
    isShown = false
  }
}
