extension Lab {
  /// This lab with the settings that a session had, so that the next one would be made as that was; it resumes none.
  public func asIn(_ session: Session) -> Lab {
    var copy = self
    copy.settings = session.settings
    try? copy.settings.set([Setting.clientResume.to(nil), Setting.clientEarlyData.to([])])
    return copy
  }
}
