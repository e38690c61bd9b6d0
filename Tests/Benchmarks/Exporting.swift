import Lab
import Transcripts

/// How long a recorded session takes to be written in every format.
enum Exporting {
  static func measure() throws {
    print("\nA call exported, in milliseconds (asked: 200 for all formats)")
    for settings in [[("version", "1.3")], [("version", "1.2"), ("kx", "rsa")]] {
      var lab = Lab(seed: 7)
      try lab.connect(settings)
      guard let session = lab.currentSession else { continue }
      let transcript = Transcript(lab, session)
      _ = transcript.inEveryFormat
      let clock = ContinuousClock()
      let rounds = 5
      let all = clock.measure { for _ in 0..<rounds { _ = transcript.inEveryFormat } } / rounds
      let model = clock.measure { for _ in 0..<rounds { _ = transcript.annotated } } / rounds
      let name = settings.map { "\($0.1)" }.joined(separator: " ")
      print(
        column(name, 20), "all \(decimal(milliseconds(all), 0))",
        " of which taking apart \(decimal(milliseconds(model), 0))")
    }
  }

  private static func milliseconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) * 1000
      + Double(duration.components.attoseconds) / 1e15
  }
}
