/**
 * What the errors mean that the engine and the steps that ship with it name themselves, and what can be done. The
 * message beside it comes from where it happened, in English: in English only what it does not say stands here. What
 * code, a program outside or an HTTP answer names is nobody's to explain here.
 */
export const STEP_ERRORS: Readonly<Record<string, { en: string | null; zh: string }>> = {
  // any step
  timeout: { en: 'Give it more time, or find out what holds it up.', zh: '耗时超过了其设定的时限。请放宽时限，或查明延误的原因。' },
  worker_lost: { en: 'It may need too much memory, or end the process. It is among the dead letters.', zh: '每次执行它的执行器都中途失联，可能是内存不足或进程被结束。该步骤已列入死信。' },
  aborted: { en: null, zh: '它被要求停止，并已停止。' },
  validation: { en: null, zh: '某个参数计算出的值不可用于此步骤。' },
  ValidationError: { en: null, zh: '某个参数计算出的值不可用于此步骤。' },
  expression_error: { en: 'It is not tried again: correct the expression or the data.', zh: '表达式无法用此次运行的数据计算，且不会重试。请更正表达式或数据。' },
  invalid_output: { en: null, zh: '步骤的输出不是可保存的 JSON。' },
  output_too_large: { en: null, zh: '步骤的输出超过了允许的大小。请另行存放，只传递其地址。' },
  unknown_node_type: { en: 'The worker may be of an older version.', zh: '领取任务的执行器不认识此类型的步骤，其版本可能较旧。' },
  unknown_step: { en: null, zh: '此次运行的定义中没有这个步骤。' },
  unknown_node: { en: null, zh: '此次运行的定义中没有这个步骤。' },
  // containers and runs
  loop_maximum: { en: 'Raise its maximum, or correct its condition.', zh: '循环达到最大次数后仍需继续。请提高最大次数，或更正其条件。' },
  iteration_errors: { en: null, zh: '部分条目失败，各自的错误见明细。' },
  compensation_failed: { en: 'What is left must be undone by hand, or by a retry.', zh: '部分已完成的操作未能撤销。未撤销的内容见明细，需手动撤销或重试。' },
  output_invalid: { en: null, zh: '工作流的输出不符合其自身的输出结构。' },
  run_timeout: { en: null, zh: '整个运行超过了其时限。' },
  too_much_at_once: { en: 'A run that is started anew has no such bound.', zh: '单个事件引发的后续过多，无法一次处理完。重新启动的运行没有此限制。' },
  // sub-workflows
  child_failed: { en: 'Its own run says why.', zh: '子工作流未能完成，原因见其自身的运行。' },
  start_failed: { en: null, zh: '多次尝试后仍无法启动子工作流。' },
  workflow_not_found: { en: null, zh: '要启动的工作流不存在。' },
  version_not_found: { en: null, zh: '要启动的版本不存在。' },
  entry_not_found: { en: null, zh: '要启动的工作流没有这个开始节点。' },
  definition_invalid: { en: null, zh: '要启动的工作流按现有设计无法运行。' },
  input_invalid: { en: null, zh: '输入不符合要启动的工作流的要求。' },
  key_in_use: { en: null, zh: '该工作流的另一个未结束的运行正在使用此键。' },
  nested_too_deep: { en: 'A workflow that starts itself must come to an end.', zh: '运行之间的嵌套过深。启动自身的工作流必须有终点。' },
  override_invalid: { en: null, zh: '传给子工作流的参数不适用于其步骤。' },
  // requests over HTTP
  HttpError: { en: null, zh: '该地址返回的状态不是预期的状态。' },
  NetworkError: { en: null, zh: '无法连接到该地址，或连接中断。' },
  AddressRefused: { en: null, zh: '执行器不得访问此地址：它不是公网地址，也未写入其配置“HEDDLE_HTTP_ALLOW”。' },
  ResponseError: { en: null, zh: '响应内容无法按要求的格式读取。' },
  ResponseTooLarge: { en: null, zh: '响应内容超过了步骤可接收的大小。' },
  // code
  CodeError: { en: null, zh: '代码抛出了错误。' },
  CodeTimeLimit: { en: null, zh: '代码运行超过了时限。' },
  CodeMemoryLimit: { en: null, zh: '代码占用的内存超过了上限。' },
  NotJson: { en: null, zh: '代码返回的内容不是可保存的 JSON。' },
  SyntaxError: { en: null, zh: '代码本身或其读取的文本有语法错误。' },
  SandboxCrashed: { en: 'A retry begins in a new one.', zh: '执行代码的沙箱崩溃。重试会在新的沙箱中进行。' },
  // agents
  ConfigurationError: { en: null, zh: '执行器缺少此步骤所需的配置，缺少的内容见上方消息。' },
  ProviderError: { en: null, zh: '语言模型的提供方返回了错误或没有响应。' },
  ProviderAuthError: { en: null, zh: '语言模型的提供方拒绝了执行器所用的密钥。' },
  OutputError: { en: null, zh: '语言模型的回答不符合指定的结构，再次询问后仍不符合。' },
  RecordError: { en: 'Another version wrote the record.', zh: '此智能体的记录由其他版本写入，无法读取。' },
  // store
  ValueTooLarge: { en: null, zh: '值超过了存储可接受的大小。' },
  VersionConflict: { en: null, zh: '该记录已被他人改写，而此步骤不允许覆盖。' },
};
