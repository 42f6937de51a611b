import type { ApiErrorCode } from "@lockstep/contracts";
import type { Explanations } from "./explanation.ts";

/** What each error of the API means to a reader and what to do next. `unreachable`: no answer came at all. */
export const errorTexts: Explanations<ApiErrorCode | "unreachable"> = {
  "sign-in-required": {
    en: {
      title: "Please sign in",
      means: "This needs an account.",
      next: "Sign in and come back: your draft is kept in this browser.",
    },
    "zh-CN": { title: "请先登录", means: "这一步需要账号。", next: "登录后再回来，草稿还保存在这个浏览器里。" },
  },
  "not-allowed": {
    en: {
      title: "Not open to your account",
      means: "Your account may not do this.",
      next: "If you think it should, ask your instructor.",
    },
    "zh-CN": { title: "没有权限", means: "你的账号不能进行这项操作。", next: "如果觉得不应该这样，请联系老师。" },
  },
  "not-found": {
    en: {
      title: "Not found",
      means: "There is nothing here, or it is not yours.",
      next: "Go to the course and choose from there.",
    },
    "zh-CN": { title: "没有找到", means: "这里没有内容，或者它不属于你。", next: "请回到课程页重新选择。" },
  },
  "bad-input": {
    en: {
      title: "That could not be read",
      means: "What was sent does not have the expected form.",
      next: "Load the page again and try once more.",
    },
    "zh-CN": { title: "内容无法识别", means: "提交的内容格式不符合要求。", next: "刷新页面后再试一次。" },
  },
  "file-name": {
    en: {
      title: "A file name is not allowed",
      means: "Names may hold letters, digits, dot, hyphen and underscore, and end in .ts or .py.",
      next: "Rename the file and submit again.",
    },
    "zh-CN": {
      title: "文件名不符合规则",
      means: "文件名只能包含字母、数字、点、连字符和下划线，并以 .ts 或 .py 结尾。",
      next: "改名后重新提交。",
    },
  },
  "file-too-large": {
    en: {
      title: "A file is too large",
      means: "A file may have at most 64 KiB.",
      next: "Take out what the exercise does not need, such as long comments or data.",
    },
    "zh-CN": {
      title: "文件太大",
      means: "单个文件不能超过 64 KiB。",
      next: "删去题目用不到的内容，例如过长的注释或数据。",
    },
  },
  "file-not-text": {
    en: {
      title: "A file is not plain text",
      means: "It holds characters that no source file needs.",
      next: "Paste the code again as plain text.",
    },
    "zh-CN": {
      title: "文件不是纯文本",
      means: "其中含有源代码里不该出现的字符。",
      next: "请以纯文本形式重新粘贴代码。",
    },
  },
  "file-twice": {
    en: {
      title: "Two files have the same name",
      means: "Each file needs a name of its own.",
      next: "Rename one of them.",
    },
    "zh-CN": { title: "文件重名", means: "每个文件都要有自己的名字。", next: "给其中一个改个名字。" },
  },
  "no-files": {
    en: {
      title: "Nothing to submit",
      means: "There is no file in this submission.",
      next: "Write your solution, or reset to the starter.",
    },
    "zh-CN": { title: "没有可提交的内容", means: "这次提交里没有文件。", next: "先写代码，或者恢复初始代码。" },
  },
  "too-many-files": {
    en: {
      title: "Too many files",
      means: "A submission may have at most 20 files.",
      next: "Put the code into fewer files.",
    },
    "zh-CN": { title: "文件太多", means: "一次最多提交 20 个文件。", next: "把代码合并到更少的文件里。" },
  },
  "too-large": {
    en: {
      title: "The submission is too large",
      means: "All files together may have at most 256 KiB.",
      next: "Take out what the exercise does not need.",
    },
    "zh-CN": { title: "提交内容太大", means: "所有文件加起来不能超过 256 KiB。", next: "删去题目用不到的内容。" },
  },
  "too-many-requests": {
    en: {
      title: "A little too fast",
      means: "Many requests came in a short time.",
      next: "Wait a minute, then try again.",
    },
    "zh-CN": { title: "操作太频繁", means: "短时间内请求太多。", next: "稍等一分钟再试。" },
  },
  "version-gone": {
    en: {
      title: "The exercise has changed",
      means: "It was updated after you opened this page.",
      next: "Load the page again. Your draft is kept; see what changed in the statement.",
    },
    "zh-CN": {
      title: "题目已更新",
      means: "你打开页面之后，题目有了新版本。",
      next: "请刷新页面。草稿会保留，留意题目改了什么。",
    },
  },
  unavailable: {
    en: {
      title: "Not available just now",
      means: "A part of the site is not answering.",
      next: "Try again in a moment. Nothing of yours is lost.",
    },
    "zh-CN": { title: "暂时不可用", means: "网站的某个部分没有响应。", next: "请稍后再试，你的内容不会丢失。" },
  },
  internal: {
    en: {
      title: "Something broke on our side",
      means: "The request failed, and it is not your doing.",
      next: "Try again. If it stays so, tell your instructor what you were doing.",
    },
    "zh-CN": {
      title: "系统出了故障",
      means: "请求失败了，不是你的问题。",
      next: "请再试一次。如果一直这样，请告诉老师你当时在做什么。",
    },
  },
  unreachable: {
    en: {
      title: "No connection",
      means: "The site does not answer, or you are offline.",
      next: "Check your connection and try again. Your draft is kept in this browser.",
    },
    "zh-CN": {
      title: "无法连接",
      means: "网站没有响应，或者你的网络断开了。",
      next: "请检查网络后重试，草稿还保存在这个浏览器里。",
    },
  },
};
