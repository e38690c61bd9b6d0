import Commands
import Lab
import Testing
import Transcripts

@Suite("A document stands nowhere")
struct OnPaperTests {
  @Test(
    "It says neither which session is the current one, nor at which step the prompt is, nor whose eyes it uses",
    arguments: TranscriptFormat.allCases, [false, true])
  func noPlace(format: TranscriptFormat, isRedacted: Bool) throws {
    var interpreter = Interpreter(Lab(seed: 42))
    for line in ["connect", "connect version=1.2", "view client"] {
      #expect(interpreter.execute(line).error == nil)
    }
    let session = try #require(interpreter.lab.session("S1"))
    let text = Transcript(interpreter.lab, session, redacted: isRedacted).written(as: format)
    for state in ["not the current session", "[##########]", "view: "] {
      #expect(!text.contains(state), "\(state) in \(format)")
    }
    #expect(text.firstMatch(of: #/step \d+\/\d+ *\[/#) == nil)
  }
}
