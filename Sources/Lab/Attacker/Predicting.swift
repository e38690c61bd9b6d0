// What a learner says of something that is still to come: of the next theft, or of one session.
extension Lab {
  /// Notes how the learner expects a recording to be after the next theft.
  public mutating func predict(_ session: String, _ state: VaultState) throws(LabError) {
    guard let id = self.session(session)?.id else { throw .noSession(session) }
    guard state == .open || state == .sealed else { throw .notAPrediction(state.rawValue) }
    predictions[id] = state
  }

  /// Notes whom the learner expects to notice the attack that comes next, or is under way.
  public mutating func predictNotice(_ notice: PredictedNotice) {
    guard let place = sessions.place(of: current), sessions[place].isAlive,
      sessions[place].notice == nil,
      !(sessions[place].pendingAttacks.isEmpty && sessions[place].interferences.isEmpty)
    else {
      predictedNotice = notice
      return
    }
    sessions[place].predictedNotice = notice
  }

  /// Takes over what was predicted in another lab and is still to come, of sessions that are here
  /// too.
  public mutating func takePredictions(of other: Lab) {
    for (id, state) in other.predictions where session(id) != nil { predictions[id] = state }
    predictedNotice = other.predictedNotice ?? predictedNotice
    guard let place = sessions.place(of: current), sessions[place].notice == nil,
      let predicted = other.session(sessions[place].id)?.predictedNotice
    else { return }
    sessions[place].predictedNotice = predicted
  }
}
