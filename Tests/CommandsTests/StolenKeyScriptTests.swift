import Commands
import Lab
import Screens
import Testing

@Suite("Scripts from the first session to the stolen key")
struct StolenKeyScriptTests {
  @Test func stolenKey() {
    var run = ScriptRun(
      """
      world new uc seed=7
      connect kx=rsa
      connect kx=ecdhe version=1.2
      compromise server.key
      expect sessions.S1.vault == open
      expect sessions.S2.vault == sealed
      why S2
      """)
    #expect(run.finish() == .ok, "\(run.text)")
  }

  @Test func interception() {
    var run = ScriptRun(
      """
      set client.verify off
      mitm on cert=own-ca
      connect
      expect sessions.last.outcome == fooled
      set client.verify on
      connect
      expect sessions.last.alert == unknown_ca
      """)
    #expect(run.finish() == .ok, "\(run.text)")
  }

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
