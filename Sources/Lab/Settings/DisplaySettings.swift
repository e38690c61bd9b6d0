// How screens look.
extension Setting {
  static let display: [Setting] = [uiHints, uiWidth, uiUnicode, uiPresent, uiPager]

  public static let uiHints = SettingKey(
    "ui.hints", usually: true, "whether a screen ends with the next useful command")
  public static let uiWidth = SettingKey(
    "ui.width", .number(40...400), usually: 80, "columns of a screen that is not a terminal")
  public static let uiUnicode = SettingKey(
    "ui.unicode", usually: false, "whether lines are drawn with Unicode characters")
  public static let uiPresent = SettingKey(
    "ui.present", usually: false,
    "screens for a projector: each at the top, short, the lowest third left free")
  public static let uiPager = SettingKey(
    "ui.pager", usually: true,
    "whether what is taller than the screen is shown page by page")
}
