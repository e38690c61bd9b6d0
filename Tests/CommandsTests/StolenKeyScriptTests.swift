import Commands
import Lab
import Screens
import Testing

@Suite("A script with both versions, a resumption and two thefts")
struct StolenKeyScriptTests {
  @Test func versions() {
    var run = ScriptRun(
      """
      connect version=1.3
      connect version=1.2 kx=rsa
      diff S1 S2
      connect resume=S1
      compromise server.ticket-key
      compromise server.key
      matrix
      expect sessions.S1.vault == sealed
      expect sessions.S2.vault == open
      expect sessions.S3.resumed_from == S1
      """)
    #expect(run.finish() == .ok, "\(run.text)")
    #expect(run.text.contains("DIFF  S1 and S2"))
  }
}
